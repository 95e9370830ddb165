import type { Command } from 'commander'
import type { DigestSource } from '#engine/beside.ts'
import type { Digest, HeapIds, MatchedBy } from '#engine/model/digest.ts'
import type { IdPair, PairRow } from '#engine/model/diff-rows.ts'
import type { Session } from '#engine/session.ts'
import { STDIN } from './file-source.ts'
import type { Io } from './io.ts'
import { inputError, openSession } from './open-session.ts'
import { nodeHost } from './task-host.ts'

/** How objects are told to be the same where the command line says so. */
export const MATCHED_BY: readonly MatchedBy[] = ['id', 'path']

/** Ends the command where its captures are too few, or more than one is standard input. */
export function checkCaptures(command: Command, paths: readonly string[], least: number): void {
  if (paths.length < least) command.error(`error: it takes ${least} captures or more, in their order.`)
  if (paths.filter((path) => path === STDIN).length > 1) {
    command.error('error: only one capture can be standard input.')
  }
}

/** A capture with earlier ones beside it. */
export interface Series {
  /** The last capture, everything about it known. */
  readonly last: Session
  /** The earlier ones' keys, for questions, in the order they were given in. */
  readonly keys: readonly string[]
  /** By place in `keys`: how the last capture stands beside that one. */
  readonly pairs: readonly PairRow[]
}

/**
 * Opens captures one after the other and puts the last beside each one before. Of an earlier one nothing but what it is
 * compared by is kept when the next is opened; one that turns out to be of another process is opened once more, for the
 * paths of its objects, unless there are only two: then both are open at once.
 * @param by how to tell objects to be the same; null decides for each by whether it is of the last one's process
 * @param visit asks what else is wanted of each earlier one while it is open
 * @throws InputError
 */
export async function openSeries(
  paths: readonly string[],
  by: MatchedBy | null,
  io: Io,
  visit: (earlier: Session) => Promise<void> = async () => {},
): Promise<Series> {
  const earlier: EarlierCapture[] = []
  for (const path of paths.slice(0, -1)) {
    earlier.push(await EarlierCapture.open(path, { by, keep: paths.length === 2, visit }, io))
  }
  const lastPath = paths.at(-1)!
  const last = await openSession(lastPath, io)
  try {
    await last.findRetainers(nodeHost())
    const keys = keysOf(earlier)
    const pairs: PairRow[] = []
    for (const [i, capture] of earlier.entries()) {
      pairs.push((await last.besideBase(keys[i]!, capture, by, nodeHost())).pair)
      capture.forget()
    }
    return { last, keys, pairs }
  } catch (error) {
    throw inputError(lastPath, error)
  }
}

/** A last capture with earlier ones beside it, for questions about leaks. */
export interface LeakSeries extends Pick<Series, 'last' | 'keys'> {
  readonly pairs: readonly (PairRow | IdPair)[]
}

/**
 * The same for questions about leaks, and no others. Of earlier captures of the last one's process only the ids are wanted,
 * so that they are read without their references, in a fraction of the time and memory.
 * @throws InputError
 */
export async function openLeakSeries(
  paths: readonly string[],
  by: MatchedBy | null,
  io: Io,
): Promise<LeakSeries> {
  const before = paths.slice(0, -1)
  // It cannot be read once more where ids do not do.
  if (by === 'path' || before.includes(STDIN)) return openSeries(paths, by, io)
  const earlier: HeapIds[] = []
  for (const path of before) {
    earlier.push(await (await openSession(path, io, { shallowOnly: true })).ids(nodeHost()))
  }
  const lastPath = paths.at(-1)!
  const last = await openSession(lastPath, io)
  try {
    await last.findRetainers(nodeHost())
    const keys = keysOf(earlier)
    const pairs: (PairRow | IdPair)[] = []
    for (const [i, key] of keys.entries()) {
      const pair = await last.besideIds(key, earlier[i]!, by === 'id', nodeHost())
      if (pair) pairs.push(pair)
      else
        pairs.push((await last.besideBase(key, new EarlierCapture(before[i]!, io), 'path', nodeHost())).pair)
    }
    return { last, keys, pairs }
  } catch (error) {
    throw inputError(lastPath, error)
  }
}

function keysOf(earlier: readonly unknown[]): string[] {
  return earlier.map((_, i) => `capture ${i + 1}`)
}

interface EarlierWishes {
  readonly by: MatchedBy | null
  /** Whether the capture stays open until it is forgotten. */
  readonly keep: boolean
  readonly visit: (capture: Session) => Promise<void>
}

/** A capture that the last one is put beside. */
class EarlierCapture implements DigestSource {
  readonly #path: string
  readonly #io: Io
  #session: Session | null
  #digest: Digest | null

  /** One that is opened when its digest is asked for, unless that is known. */
  constructor(path: string, io: Io, session: Session | null = null, digest: Digest | null = null) {
    this.#path = path
    this.#io = io
    this.#session = session
    this.#digest = digest
  }

  static async open(path: string, { by, keep, visit }: EarlierWishes, io: Io): Promise<EarlierCapture> {
    const session = await openSession(path, io)
    await visit(session)
    // Standard input cannot be read twice.
    const paths = by === 'path' || (by === null && !keep && path === STDIN)
    const digest = await digestOf(session, path, paths)
    return new EarlierCapture(path, io, keep ? session : null, digest)
  }

  async digest(paths: boolean): Promise<Digest> {
    if (!this.#digest || (paths && !this.#digest.paths)) {
      const session = this.#session ?? (await openSession(this.#path, this.#io))
      this.#digest = await digestOf(session, this.#path, paths)
    }
    return this.#digest
  }

  /** Lets go what is not needed any more. */
  forget(): void {
    this.#session = null
    this.#digest = null
  }
}

async function digestOf(session: Session, path: string, paths: boolean): Promise<Digest> {
  try {
    return await session.digest(paths, nodeHost())
  } catch (error) {
    throw inputError(path, error)
  }
}

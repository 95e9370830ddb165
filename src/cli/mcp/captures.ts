import { rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { HeapError } from '#engine/base/error.ts'
import type { TaskHost } from '#engine/base/task.ts'
import { memoryNeed } from '#engine/format/v8/memory-need.ts'
import type { MatchedBy } from '#engine/model/digest.ts'
import type { PairRow } from '#engine/model/diff-rows.ts'
import type { NodeRow } from '#engine/model/rows.ts'
import type { Session } from '#engine/session.ts'
import { idOfText, idText } from '#engine/base/id-text.ts'
import { newValueKey, valueHash } from '#sharing/value-hash.ts'
import { isAddress } from '../address.ts'
import { fileSource, sizeOf, STDIN } from '../file-source.ts'
import type { Io } from '../io.ts'
import { InputError, openSession, openSource } from '../open-session.ts'
import { formatBytes, formatName } from '../text.ts'
import { version } from '../version.ts'
import { CallError } from './call-error.ts'

/** A capture that is open. */
export interface Capture {
  /** What calls name it by. */
  readonly id: string
  readonly session: Session
  /** What it takes about, in bytes of memory. */
  readonly need: number
}

/** How captures are opened. */
export interface OpeningRules {
  /** Bytes of memory that all open captures together may take, by the engine's estimate. */
  readonly memory: number
  /** Whether values are left out of them before anything is asked. */
  readonly redact: boolean
}

/** The captures that are open, by their ids, and which of them stand beside each other. */
export class Captures {
  readonly #io: Io
  readonly #rules: OpeningRules
  readonly #open = new Map<string, Capture>()
  /** By id of a target: the bases beside it, in the order in which they were asked for, and how they match. */
  readonly #beside = new Map<string, Beside>()
  /** One for all, so that equal values are equal in all captures. */
  readonly #hash = valueHash(newValueKey())
  #count = 0

  constructor(io: Io, rules: OpeningRules) {
    this.#io = io
    this.#rules = rules
  }

  /** Opens a file with everything about it known. @throws InputError, CallError; HeapError `cancelled` */
  async open(path: string, host: TaskHost): Promise<Capture> {
    await checkPath(path)
    const session = await this.#opened(path, host)
    const need = this.#needOf(session)
    if (this.#held + need > this.#rules.memory) throw this.#tooBig(path, need)
    const { holds } = session.summary()
    if (holds !== 'objects') {
      throw new CallError(
        `${basename(path)}: It holds no objects; open a heap snapshot, or read it with heapscope allocations or heapscope series.`,
      )
    }
    await session.findRetainers(host)
    const capture = { id: `c${++this.#count}`, session, need }
    this.#open.set(capture.id, capture)
    return capture
  }

  /** @throws CallError where none has that id */
  get(id: string): Capture {
    const capture = this.#open.get(id)
    if (capture) return capture
    throw new CallError(`There is no capture “${formatName(id, 40)}”; ${this.list()}.`)
  }

  /** Lets one go. @throws CallError */
  close(id: string): Capture {
    const capture = this.get(id)
    this.#open.delete(id)
    this.#beside.delete(id)
    for (const [target, beside] of this.#beside) {
      if (beside.bases.includes(id)) this.#standAlone(this.get(target))
    }
    return capture
  }

  /** Which are open, as the part of a sentence. */
  list(): string {
    const names = [...this.#open.values()].map(
      ({ id, session }) => `${id} (${formatName(session.summary().file, 60)})`,
    )
    return names.length === 0 ? 'none is open yet: call open first' : `open are ${names.join(', ')}`
  }

  /**
   * Puts a capture beside these bases and no others, so that what changed is of them.
   * @param by how objects are told to be the same; null decides by whether both come from one process
   * @returns by base how it stands beside it
   */
  async beside(
    target: Capture,
    bases: readonly Capture[],
    by: MatchedBy | null,
    host: TaskHost,
  ): Promise<readonly PairRow[]> {
    const wanted = bases.map(({ id }) => id)
    const now = this.#beside.get(target.id)
    if (now && now.by === by && now.bases.join() === wanted.join()) return now.pairs
    this.#standAlone(target)
    if (bases.length === 0) return []
    // What is half done when the time is up is let go with the next question.
    const beside: Beside = { by, bases: wanted, pairs: [] }
    this.#beside.set(target.id, { ...beside, bases: [...wanted, 'unfinished'] })
    for (const base of bases) {
      const source = { digest: (paths: boolean) => base.session.digest(paths, host) }
      const { pair } = await target.session.besideBase(base.id, source, by, host)
      beside.pairs.push(pair)
    }
    this.#beside.set(target.id, beside)
    return beside.pairs
  }

  #standAlone({ id, session }: Capture): void {
    for (const base of this.#beside.get(id)?.bases ?? []) session.standApart(base)
    this.#beside.delete(id)
  }

  async #opened(path: string, host: TaskHost): Promise<Session> {
    const most = this.#rules.memory - this.#held
    try {
      const session = await openSession(path, this.#io, { host, most })
      return this.#rules.redact ? await this.#redacted(path, session, host) : session
    } catch (error) {
      if (error instanceof InputError && error.cause instanceof HeapError) {
        if (error.cause.code === 'cancelled') throw error.cause
        if (error.cause.code === 'too-big') throw this.#tooBig(path, null, error.cause)
      }
      throw error
    }
  }

  /** The same without its values, which nothing in this process holds any more after this. */
  async #redacted(path: string, session: Session, host: TaskHost): Promise<Session> {
    const making = {
      contentHash: null,
      producer: `Heapscope ${version()}`,
      created: new Date().toISOString(),
    }
    const redaction = { hash: this.#hash, name: session.summary().file }
    const file = await this.#io.scratch.fill((sink) => session.save(sink, making, host, redaction))
    try {
      return await openSource(fileSource(file, await sizeOf(file)), path, this.#io, { host })
    } finally {
      await rm(file, { force: true })
    }
  }

  get #held(): number {
    return [...this.#open.values()].reduce((sum, { need }) => sum + need, 0)
  }

  #needOf(session: Session): number {
    const { nodes, edges, bytes, family } = session.summary()
    return memoryNeed({ nodes, edges, bytes, python: family === 'cpython' })
  }

  #tooBig(path: string, need: number | null, cause?: HeapError): CallError {
    const what =
      cause?.message ??
      `Opening it takes about ${formatBytes(need ?? 0)} of memory, but only ${formatBytes(this.#rules.memory - this.#held)} of ${formatBytes(this.#rules.memory)} are left.`
    const cure =
      this.#open.size > 0
        ? `Close another capture first (${this.list()})`
        : 'Start heapscope mcp with a larger --memory'
    return new CallError(`${basename(path)}: ${what} ${cure}.`)
  }
}

interface Beside {
  readonly by: MatchedBy | null
  readonly bases: readonly string[]
  readonly pairs: PairRow[]
}

/** Standard input is the protocol's, links are for people, and what is no file may never end. */
async function checkPath(path: string): Promise<void> {
  if (path === STDIN || isAddress(path)) {
    throw new CallError(
      'Only files can be opened here; download a share first with heapscope open LINK -o FILE, and give the path of that.',
    )
  }
  const stats = await stat(path.replace(/:\d{1,6}$/, '')).catch(() => null)
  if (stats && !stats.isFile() && !stats.isDirectory()) {
    throw new CallError(`${basename(path)}: This is a pipe or a device; give the path of a file.`)
  }
}

/** The object with this heap id, as `@123` or a number. @throws CallError */
export function objectOf({ id, session }: Capture, named: string | number): NodeRow {
  const number = typeof named === 'number' ? named : idOfText(named)
  const found = number === null ? null : session.nodeById(number)
  if (found) return found
  const text = number === null ? `“${formatName(String(named), 40)}”` : idText(number)
  throw new CallError(
    `There is no object ${text} in ${id}; take an id such as @123 from query, dominators or findings.`,
  )
}

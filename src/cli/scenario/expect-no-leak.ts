import { Readable, Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { LeakRow } from '#engine/model/leak-rows.ts'
import { describeCluster } from '#protocol/leak-file.ts'
import { clusterText } from '../commands/leaks-text.ts'
import type { Io } from '../io.ts'
import { Scratch } from '../scratch.ts'
import { nodeHost } from '../task-host.ts'
import { formatCount, paintFor } from '../text.ts'
import { foundLeaks } from './found-leaks.ts'

/** Objects that stay and are held alike. */
export interface LeakedObjects {
  /** 16 hex digits of the classes and references on the path to them: the same in other runs. */
  readonly fingerprint: string
  readonly class: string
  readonly count: number
  /** Bytes that would be freed with them. */
  readonly retainedSize: number
}

/** How a function is tried. */
export interface NoLeakOptions {
  /** How often it is called between the first two captures; 10 by custom. What has fewer objects is no leak. */
  readonly rounds?: number
  /** How often it is called before, to fill what is filled once; 3 by custom. */
  readonly warmUp?: number
  /**
   * What may stay: fingerprints, or expressions of the filter language on clusters, such as `class:Session`.
   */
  readonly ignore?: string | readonly string[]
}

/** A function that leaves objects behind each time. `message` names them, and what keeps them. */
export class LeakError extends Error {
  override readonly name = 'LeakError'
  readonly leaks: readonly LeakedObjects[]

  constructor(message: string, leaks: readonly LeakedObjects[]) {
    super(message)
    this.leaks = leaks
  }
}

const DEFAULT_ROUNDS = 10
const DEFAULT_WARM_UP = 3
const MOST_SHOWN = 5
const FINGERPRINT = /^[0-9a-f]{16}$/

/**
 * Calls a function again and again, and fails where objects stay from each call: it takes three heap snapshots of this process
 * and compares them. That takes seconds, and the process stands still for it.
 * @throws LeakError where it leaks; RangeError for options that are none; and what the function throws
 */
export async function expectNoLeak(
  run: () => unknown,
  { rounds = DEFAULT_ROUNDS, warmUp = DEFAULT_WARM_UP, ignore = [] }: NoLeakOptions = {},
): Promise<void> {
  checkNumber('rounds', rounds, 1)
  checkNumber('warmUp', warmUp, 0)
  const scratch = new Scratch()
  try {
    const folder = await scratch.folder()
    const files = ['baseline', 'target', 'final'].map((name) => join(folder, `${name}.heapsnapshot`))
    await repeat(run, warmUp)
    await capture(files[0]!)
    await repeat(run, rounds)
    await capture(files[1]!)
    // Replaces what only the last call is remembered by.
    await repeat(run, 1)
    await capture(files[2]!)
    await judge(files, rounds, [ignore].flat(), quietIo(scratch))
  } finally {
    scratch.remove()
  }
}

function checkNumber(name: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return
  throw new RangeError(`expectNoLeak: ${name} must be a whole number from ${least}.`)
}

async function repeat(run: () => unknown, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await run()
}

/** Nothing is analysed before the last capture is taken, so that the analysis is in none of them. */
async function capture(file: string): Promise<void> {
  const collect = collector()
  // What a call has left to other turns, and what is held until the turn ends, goes first.
  for (let i = 0; i < 3; i++) {
    await nextTurn()
    collect()
  }
  writeHeapSnapshot(file)
}

/** Collects all garbage there is. */
function collector(): () => void {
  const given = (globalThis as { readonly gc?: () => void }).gc
  if (given) return given
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/** @throws LeakError, and for an expression that is no filter a HeapError */
async function judge(
  files: readonly string[],
  rounds: number,
  ignore: readonly string[],
  io: Io,
): Promise<void> {
  const { leaks, last, keys } = await foundLeaks(files, rounds, () => true, io)
  if (leaks.length === 0) return
  const ignored = new Set(ignore.filter((text) => FINGERPRINT.test(text)))
  for (const filter of ignore.filter((text) => !FINGERPRINT.test(text))) {
    const { rows } = await last.ask('leaks', [keys, { start: 0, end: Infinity, filter }], nodeHost())
    for (const { fingerprint } of rows) ignored.add(fingerprint)
  }
  const left = leaks.filter(({ fingerprint }) => !ignored.has(fingerprint))
  if (left.length > 0) throw new LeakError(messageFor(left, rounds, io), left.map(leakedObjects))
}

function leakedObjects(row: LeakRow): LeakedObjects {
  const { fingerprint, class: className, count, retainedSize } = describeCluster(row)
  return { fingerprint, class: className, count, retainedSize }
}

function messageFor(leaks: readonly LeakRow[], rounds: number, io: Io): string {
  const stay = leaks.length === 1 ? 'Objects of 1 cluster stay' : `Objects of ${leaks.length} clusters stay`
  const hidden = leaks.length - MOST_SHOWN
  return [
    `${stay} after each of ${formatCount(rounds)} calls:`,
    ...leaks.slice(0, MOST_SHOWN).map((row) => clusterText(row, paintFor(io))),
    ...(hidden > 0 ? [`… and ${hidden} more clusters`] : []),
  ].join('\n\n')
}

/** For the parts of the command line, which print nothing here. */
function quietIo(scratch: Scratch): Io {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  return { stdin: Readable.from([]), stdout: nowhere, stderr: nowhere, environment: process.env, scratch }
}

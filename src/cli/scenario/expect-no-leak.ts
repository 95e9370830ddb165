import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Scratch } from '../scratch.ts'

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

/**
 * Calls a function again and again, and fails where objects stay from each call: it takes three heap snapshots of this process
 * and compares them. That takes seconds, and the process stands still for it.
 * @throws LeakError where it leaks; RangeError and HeapError for options that are none; and what the function throws
 */
export async function expectNoLeak(
  run: () => unknown,
  { rounds = DEFAULT_ROUNDS, warmUp = DEFAULT_WARM_UP, ignore = [] }: NoLeakOptions = {},
): Promise<void> {
  checkNumber('rounds', rounds, 1)
  checkNumber('warmUp', warmUp, 0)
  const ignored = [ignore].flat()
  if (ignored.length > 0) {
    const { checkIgnored } = await import('./judged-leaks.ts')
    checkIgnored(ignored)
  }
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
    // The engine is loaded only now, so that it makes no capture larger.
    const { judgedLeaks } = await import('./judged-leaks.ts')
    const { leaks, message } = await judgedLeaks(files, rounds, ignored, scratch)
    if (leaks.length > 0) throw new LeakError(message, leaks)
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

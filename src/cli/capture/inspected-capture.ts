import { basename } from 'node:path'
import { addressOf, addressText, located } from '#capture/address.ts'
import { capital, type Footprint, Inspected } from '#capture/inspected.ts'
import { nodeProcess } from '#capture/node-process.ts'
import { type Recording, sampling, snapshot, timeline } from '#capture/recordings.ts'
import { nodeAmong, pageAmong, targetsAt } from '#capture/targets.ts'
import { beforeEnd } from '../before-end.ts'
import { UsageError } from '../input.ts'
import type { Io } from '../io.ts'
import { ProgressLine } from '../progress-line.ts'
import { confirm } from '../sharing/confirm.ts'
import { formatBytes, formatName } from '../text.ts'
import { type OutputOptions, type Plan, planOf } from './outputs.ts'
import { receive } from './receive.ts'
import { type Cost, costText, footprintText, printCapture, timeText } from './report.ts'

export type Kind = 'node' | 'chrome' | 'electron'

export interface InspectedOptions extends OutputOptions {
  readonly page?: string
  readonly gc?: boolean
  /** Milliseconds. */
  readonly allocations?: number
  /** Milliseconds. */
  readonly sampling?: number
  readonly yes?: boolean
  readonly allowRemote?: boolean
}

const USUAL = '127.0.0.1:9222'
/** How to have something listen. */
const ADVICE: Readonly<Record<Kind, string>> = {
  node: 'start the program with node --inspect, or give the number of its process',
  chrome:
    'start Chrome with --remote-debugging-port=9222 --user-data-dir=FOLDER, a folder other than that of your own profile',
  electron: 'start the app with --remote-debugging-port=9222, or with --inspect=9229 for its main process',
}
/** A heap above this stands still for long. */
const LARGE = 1 << 30

/**
 * Takes captures through an inspector, keeps them where that is wanted, and prints what is in them.
 * @param where `HOST:PORT`, or the number of a Node process
 * @throws UsageError, TargetError, CaptureError, InputError, OutputError
 */
export async function captureInspected(
  kind: Kind,
  where: string | undefined,
  options: InspectedOptions,
  io: Io,
): Promise<void> {
  if (options.allocations !== undefined && options.sampling !== undefined) {
    throw new UsageError('--allocations and --sampling are two files; take one after the other.')
  }
  const plan = await planOf(options)
  const { inspected, wasClosed } = await connected(kind, where, options)
  const visit = new Visit(inspected, wasClosed)
  try {
    await takeAll(visit, plan, options, io)
  } finally {
    await visit.end()
  }
}

/** The time a target is spoken to; whoever ends the command ends it too. */
class Visit {
  readonly inspected: Inspected
  readonly #closes: boolean
  readonly #forget: () => void
  #ending: Promise<void> | null = null

  /** @param closes whether the inspector is closed in the end */
  constructor(inspected: Inspected, closes: boolean) {
    this.inspected = inspected
    this.#closes = closes
    this.#forget = beforeEnd(() => inspected.leave(closes))
  }

  end(): Promise<void> {
    this.#ending ??= this.inspected.leave(this.#closes).finally(this.#forget)
    return this.#ending
  }
}

async function takeAll(visit: Visit, plan: Plan, options: InspectedOptions, io: Io): Promise<void> {
  const begin = performance.now()
  for (const [i, output] of plan.outputs.entries()) {
    // Between two the target goes on, spoken to all the time: V8 tells its objects by the same numbers for so long.
    if (i > 0) await visit.inspected.wait(Math.max(0, begin + i * plan.every - performance.now()))
    await takeOne(visit, { output, isFirst: i === 0, isLast: i === plan.outputs.length - 1 }, options, io)
  }
}

interface One {
  readonly output: string | null
  readonly isFirst: boolean
  readonly isLast: boolean
}

async function takeOne(
  visit: Visit,
  { output, isFirst, isLast }: One,
  options: InspectedOptions,
  io: Io,
): Promise<void> {
  const { inspected } = visit
  if (options.gc) await inspected.ask(inspected.client.HeapProfiler.collectGarbage())
  const before = await inspected.footprint()
  io.stderr.write(`${formatName(capital(inspected.name))}: ${footprintText(before)}.\n`)
  if (isFirst) await agree(before, inspected.name, options, io)
  const progress = new ProgressLine(io.stderr)
  const recording = await begun(inspected, progress, options, io)
  const name = output === null ? nameOf(inspected, options) : basename(output)
  const { bytes, opening } = await receive(clearing(recording, progress), name, output, io)
  const pause = await recording.pause
  const after = await inspected.footprint()
  // It need not wait for the analysis, nor this for it.
  if (isLast) void visit.end()
  const session = await opening
  const { pid, name: target } = inspected
  const cost: Cost = { target, pid, file: output, bytes, pause, before, after }
  io.stderr.write(`${costText(cost)}\n`)
  await printCapture(session, cost, options, io)
}

/** Takes the bar away when the first bytes come, for then the reader has its own. */
async function* clearing({ bytes }: Recording, progress: ProgressLine): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of bytes) {
      progress.clear()
      yield piece
    }
  } finally {
    progress.clear()
  }
}

function begun(
  inspected: Inspected,
  progress: ProgressLine,
  options: InspectedOptions,
  io: Io,
): Recording | Promise<Recording> {
  const report = (done: number, total: number): void => progress.show({ phase: 'capture', done, total })
  const ms = options.allocations ?? options.sampling
  if (ms === undefined) return snapshot(inspected, report)
  io.stderr.write(`Recording for ${timeText(ms)}.\n`)
  return options.allocations === undefined ? sampling(inspected, ms) : timeline(inspected, ms, report)
}

/** @throws UsageError where the target would stand still for long and nobody agreed to that */
async function agree(
  { heap }: Footprint,
  name: string,
  { yes, sampling: isSampling }: InspectedOptions,
  io: Io,
): Promise<void> {
  if (heap <= LARGE || yes || isSampling !== undefined) return
  const why = `the heap of ${formatName(name)} is ${formatBytes(heap)}, and it stands still while it is captured`
  if (!io.stdin.isTTY || !io.stderr.isTTY) throw new UsageError(`${capital(why)}; --yes agrees to that.`)
  if (!(await confirm(`${capital(why)}. Go on?`, io))) throw new UsageError('Nothing was captured.')
}

interface Connected {
  readonly inspected: Inspected
  readonly wasClosed: boolean
}

async function connected(
  kind: Kind,
  where: string = USUAL,
  { page, allowRemote }: InspectedOptions,
): Promise<Connected> {
  if (kind === 'node' && /^\d+$/.test(where)) return nodeProcess(Number(where))
  const asked = addressOf(where)
  if (!asked) {
    const ways = kind === 'node' ? 'neither the number of a process nor HOST:PORT' : 'not HOST:PORT'
    throw new UsageError(`${formatName(where)} is ${ways}.`)
  }
  const { address, isHere } = await located(asked)
  if (!isHere && !allowRemote) {
    throw new UsageError(`${addressText(asked)} is another machine; --allow-remote captures from there.`)
  }
  const targets = await targetsAt(address, ADVICE[kind])
  const target =
    kind === 'node' || (kind === 'electron' && targets.some(({ type }) => type === 'node'))
      ? nodeAmong(targets, address)
      : pageAmong(targets, page ?? null, address)
  return { inspected: await Inspected.connect(target), wasClosed: false }
}

/** What a capture that is not kept is called. */
function nameOf({ pid, name }: Inspected, options: InspectedOptions): string {
  const ending =
    options.sampling !== undefined
      ? 'heapprofile'
      : options.allocations !== undefined
        ? 'heaptimeline'
        : 'heapsnapshot'
  return `${pid === null ? name : `node-${pid}`}.${ending}`
}

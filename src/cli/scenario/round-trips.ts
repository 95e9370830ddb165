import { CaptureError } from '#capture/capture-error.ts'
import { snapshot } from '#capture/recordings.ts'
import { capital } from '#capture/inspected.ts'
import type { Io } from '../io.ts'
import { ProgressLine } from '../progress-line.ts'
import { formatBytes } from '../text.ts'
import { writeBeside } from '../write-beside.ts'
import { reasonOf, type Stage } from './stage.ts'

/** What is taken of round trips, in this order. */
export const OF_TRIPS = ['baseline', 'target', 'final'] as const
/** What is taken of a first load. */
export const OF_LOAD = ['target'] as const

/** What is still on its way when a step has ended. */
const SETTLE_MS = 200
/** A target that went while a step was on is told as gone, not as a step that failed. */
const GONE_MS = 300

/**
 * Plays a scenario and takes its captures. After a trip to warm up and the baseline there are `rounds` trips and one
 * more, whose act the target is taken after: so what each act or each back leaves behind was left `rounds` times or more. Yet
 * another one replaces what only the last trip is remembered by, before the final capture.
 * @param files where captures go, as in `OF_TRIPS`
 * @throws CaptureError, OutputError
 */
export async function playScenario(
  stage: Stage,
  rounds: number,
  files: readonly string[],
  io: Io,
): Promise<void> {
  const say = (text: string): void => void io.stderr.write(`${text}\n`)
  const trip = async (name: string): Promise<void> => {
    await step(stage, 'act', name)
    await step(stage, 'back', name)
  }
  const next = async (index: 0 | 1 | 2): Promise<void> => take(stage, OF_TRIPS[index], files[index]!, io)
  say('Warming up.')
  await trip('the trip to warm up')
  await next(0)
  say(`${rounds} round ${rounds === 1 ? 'trip' : 'trips'}.`)
  for (let i = 1; i <= rounds; i++) await trip(`round trip ${i}`)
  const last = 'the last trip'
  await step(stage, 'act', last)
  await next(1)
  await step(stage, 'back', last)
  await trip('the trip after the last')
  await next(2)
}

/** Takes the one capture of a first load. @param files where it goes. @throws CaptureError, OutputError */
export async function captureLoad(stage: Stage, files: readonly string[], io: Io): Promise<void> {
  await take(stage, OF_LOAD[0], files[0]!, io)
}

async function step(stage: Stage, what: 'act' | 'back', trip: string): Promise<void> {
  const { inspected } = stage
  const done = stage[what]().then(
    () => null,
    (error: unknown) => ({ error }),
  )
  const failed = await inspected.ask(done)
  if (!failed) return
  await inspected.wait(GONE_MS)
  throw new CaptureError(`The scenario's ${what} failed in ${trip}: ${reasonOf(failed.error)}.`, {
    cause: failed.error,
  })
}

async function take(stage: Stage, name: string, file: string, io: Io): Promise<void> {
  const { inspected } = stage
  const { HeapProfiler, Runtime } = inspected.client
  // Without an inspector nothing that is printed would be kept.
  await inspected.ask(Runtime.discardConsoleEntries())
  // What ends when garbage is collected may leave more of it behind.
  await inspected.ask(HeapProfiler.collectGarbage())
  await inspected.wait(SETTLE_MS)
  await inspected.ask(HeapProfiler.collectGarbage())
  const progress = new ProgressLine(io.stderr)
  let length = 0
  try {
    const { bytes } = snapshot(inspected, (done, total) => progress.show({ phase: 'capture', done, total }))
    await writeBeside(file, async (sink) => {
      for await (const piece of bytes) {
        length += piece.length
        await sink.write(piece)
      }
    })
  } finally {
    progress.clear()
  }
  io.stderr.write(`${capital(name)}: ${formatBytes(length)} captured.\n`)
}

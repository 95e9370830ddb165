import { type Footprint } from '#capture/inspected.ts'
import type { Session } from '#engine/session.ts'
import { summaryHeading, summaryJson, summaryText } from '../commands/summary-output.ts'
import { type Io, write } from '../io.ts'
import { formatBytes, formatName, paintFor } from '../text.ts'

/** What a capture cost its target. */
export interface Cost {
  /** What was captured: `process 4711`. */
  readonly target: string
  readonly pid: number | null
  readonly file: string | null
  /** Length of the capture. */
  readonly bytes: number
  /** How long the target stood still, in milliseconds; null where that is not known. */
  readonly pause: number | null
  readonly before: Footprint | null
  readonly after: Footprint | null
}

/** `heap 3.4 MiB, resident memory 52.0 MiB`. */
export function footprintText({ heap, resident }: Footprint): string {
  const of = resident === null ? '' : `, resident memory ${formatBytes(resident)}`
  return `heap ${formatBytes(heap)}${of}`
}

/** What it took, in one sentence. */
export function costText({ target, bytes, pause, after }: Cost): string {
  const still =
    pause === null ? 'stood still for a time it does not tell' : `stood still for ${timeText(pause)}`
  const now = after === null ? '' : `, and now has: ${footprintText(after)}`
  return `${formatBytes(bytes)} captured; ${formatName(target)} ${still}${now}.`
}

/** `12 ms`, `1.5 s`. */
export function timeText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(1))} s`
}

/** Prints what is in a capture: all that `summary` prints, or of one of a series what it is. */
export async function printCapture(
  session: Session,
  cost: Cost,
  { json, series }: { readonly json?: boolean; readonly series?: number },
  io: Io,
): Promise<void> {
  if (json) {
    const { target, pid, file, bytes, pause, before, after } = cost
    const capture = { target, pid, file, bytes, pauseMs: pause, before, after }
    await write(io.stdout, summaryJson(session, undefined, { capture }))
  } else if (series === undefined) {
    await write(io.stdout, summaryText(session, undefined, io))
  } else {
    await write(io.stdout, `${summaryHeading(session.summary(), paintFor(io))}\n`)
  }
}

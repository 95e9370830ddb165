import type { LeakPage, LeakRow } from '#engine/model/leak-rows.ts'
import type { Session } from '#engine/session.ts'
import { openSeries, type Series } from '../beside.ts'
import type { Io } from '../io.ts'
import { nodeHost } from '../task-host.ts'
import { isProgramsOwn } from './programs-own.ts'

/** What the captures of a run say. */
export interface FoundLeaks {
  readonly pairs: Series['pairs']
  readonly last: Session
  /** Of the other captures, for questions. */
  readonly keys: Series['keys']
  /** All clusters, those that are leaks first. */
  readonly page: LeakPage
  /** Those of the program's own with an object or more from each round trip, in their usual order. */
  readonly leaks: readonly LeakRow[]
}

/**
 * Compares the captures of a run, each with its one cycle: baseline, target, final.
 * @param rounds how often something was done for sure between baseline and target
 * @param isLeak has the last word on a cluster that would be one
 * @throws InputError, and what `isLeak` throws
 */
export async function foundLeaks(
  files: readonly string[],
  rounds: number,
  isLeak: (row: LeakRow) => boolean | Promise<boolean>,
  io: Io,
): Promise<FoundLeaks> {
  const { last, keys, pairs } = await openSeries(files, null, io)
  const page = await last.ask('leaks', [keys, { start: 0, end: Infinity }], nodeHost())
  const leaks: LeakRow[] = []
  for (const row of page.rows) {
    const isCandidate = !row.engine && isProgramsOwn(row) && row.count >= Math.max(1, rounds)
    if (isCandidate && (await isLeak(row))) leaks.push(row)
  }
  const are = new Set(leaks)
  const rows = [...leaks, ...page.rows.filter((row) => !are.has(row))]
  return { pairs, last, keys, page: { ...page, rows }, leaks }
}

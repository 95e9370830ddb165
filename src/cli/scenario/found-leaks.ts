import type { LeakPage, LeakRow } from '#engine/model/leak-rows.ts'
import type { Session } from '#engine/session.ts'
import { type LeakSeries, openLeakSeries } from '../beside.ts'
import type { Io } from '../io.ts'
import { nodeHost } from '../task-host.ts'
import type { MemlabFilters } from './memlab/filter-judge.ts'
import { isProgramsOwn, isWatchers } from './programs-own.ts'

const NO_FILTERS: MemlabFilters = { beforeLeakFilter: null, leakFilter: null, retainerReferenceFilter: null }

/** What the captures of a run say. */
export interface FoundLeaks {
  readonly pairs: LeakSeries['pairs']
  readonly last: Session
  /** Of the other captures, for questions. */
  readonly keys: LeakSeries['keys']
  /** All clusters, those that are leaks first. */
  readonly page: LeakPage
  /** In their usual order. */
  readonly leaks: readonly LeakRow[]
}

/** What makes a cluster a leak. */
export interface LeakRules {
  /** How often something was done for sure between baseline and target: a leak has an object or more from each time. */
  readonly rounds: number
  /** Has the last word on a cluster that would be one. */
  readonly isLeak: (row: LeakRow) => boolean | Promise<boolean>
  /** Whether a first load was captured, once: each object there is may be a leak, and detached ones are unless `filters` decide. */
  readonly ofLoad: boolean
  /** Those of a scenario. Where `leakFilter` is among them, it decides, and not how many objects there are or of what kind. */
  readonly filters: MemlabFilters | null
}

/**
 * Compares the captures of a run, baseline, target, final, with one cycle each; or looks into the one of a first load.
 * @throws InputError, CaptureError where a filter fails, and what `isLeak` throws
 */
export async function foundLeaks(
  files: readonly string[],
  { rounds, isLeak, filters, ofLoad }: LeakRules,
  io: Io,
): Promise<FoundLeaks> {
  const { last, keys, pairs } = await openLeakSeries(files, null, io)
  const page = await leakPage(last, keys, ofLoad ? await filtersOfLoad(filters) : filters)
  const least = Math.max(1, rounds)
  const mayBe = filters?.leakFilter
    ? (row: LeakRow): boolean => !isWatchers(row)
    : (row: LeakRow): boolean => !row.engine && isProgramsOwn(row) && row.count >= least
  const leaks: LeakRow[] = []
  for (const row of page.rows) if (mayBe(row) && (await isLeak(row))) leaks.push(row)
  const are = new Set(leaks)
  const rows = [...leaks, ...page.rows.filter((row) => !are.has(row))]
  return { pairs, last, keys, page: { ...page, rows }, leaks }
}

async function filtersOfLoad(filters: MemlabFilters | null): Promise<MemlabFilters> {
  const { isDetachedLeak } = await import('./memlab/detached-leak.ts')
  return { ...NO_FILTERS, ...filters, leakFilter: filters?.leakFilter ?? isDetachedLeak }
}

async function leakPage(
  last: Session,
  keys: readonly string[],
  filters: MemlabFilters | null,
): Promise<LeakPage> {
  if (!filters) return last.ask('leaks', [keys, { start: 0, end: Infinity }], nodeHost())
  const { FilterJudge } = await import('./memlab/filter-judge.ts')
  return last.judgedLeaks(keys, new FilterJudge(filters), nodeHost())
}

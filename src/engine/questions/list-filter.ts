import { HeapError } from '../base/error.ts'
import { noReferences } from '../format/v8/reading.ts'
import type { EntryTest, FilterTable } from '../model/filter-fields.ts'
import { filterEntries } from '../query/compile-filter.ts'

/** What is to be known of a session to filter its lists. */
export interface FilteredSession {
  readonly now: () => number
  /** Whether its references were left out: what needs them will never be known. */
  readonly isShallow: boolean
}

/**
 * The test of a filter of one list; null where everything passes.
 * @throws HeapError `bad-filter` with `at`, `not-ready`, `no-references`
 */
export function listFilter<Source>(
  table: FilterTable<Source>,
  source: Source,
  text: string | undefined,
  { now, isShallow }: FilteredSession,
): EntryTest | null {
  try {
    return filterEntries(text, { table, source, now })
  } catch (error) {
    if (isShallow && error instanceof HeapError && error.code === 'not-ready') throw noReferences()
    throw error
  }
}

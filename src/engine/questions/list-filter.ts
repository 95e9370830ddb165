import type { Heap } from '../analyses/heap.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import { noReferences } from '../format/v8/reading.ts'
import type { EntryTest, FilterTable } from '../model/filter-fields.ts'
import { filterEntries } from '../query/compile-filter.ts'
import { passingEntries } from './filtered.ts'

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
    throw inSession(error, isShallow)
  }
}

/**
 * Those of `nodes` that pass a filter of objects, in their order. O(nodes), in slices.
 * @throws HeapError the same, and `cancelled`
 */
export async function passingNodes(
  nodes: Uint32Array,
  text: string,
  { heap, now, isShallow }: FilteredSession & { readonly heap: Heap },
  task: Task,
): Promise<Uint32Array> {
  try {
    return await passingEntries(nodes, text, { table: NODE_TABLE, source: heap, now, task })
  } catch (error) {
    throw inSession(error, isShallow)
  }
}

/** What waits for references will never be ready where they were left out. */
function inSession(error: unknown, isShallow: boolean): unknown {
  return isShallow && error instanceof HeapError && error.code === 'not-ready' ? noReferences() : error
}

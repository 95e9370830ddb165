import type { Task } from '../base/task.ts'
import type { FilterTable } from '../model/filter-fields.ts'
import { compileFilter } from '../query/compile-filter.ts'
import { parseFilter } from '../query/parse-filter.ts'
import { prepareFilter } from '../query/prepare-filter.ts'

/** Entries between two looks at the clock. One may cost the decoding of a text. */
const SLICE = 1 << 12

/** What a filter of a table takes. */
export interface Filtering<Source> {
  readonly table: FilterTable<Source>
  readonly source: Source
  /** Milliseconds from any fixed moment. */
  readonly now: () => number
  readonly task: Task
}

/**
 * The entries that pass a filter, in their order. O(entries).
 * @throws HeapError `bad-filter`, `cancelled`
 */
export async function passingEntries<Source>(
  entries: Uint32Array,
  text: string | undefined,
  { table, source, now, task }: Filtering<Source>,
): Promise<Uint32Array> {
  if (text === undefined) return entries
  const filter = parseFilter(text, table)
  await prepareFilter(filter, table, source, task)
  const test = compileFilter(filter, { table, source, now })
  if (!test) return entries
  task.begin('answer', entries.length)
  const passing = new Uint32Array(entries.length)
  let count = 0
  for (let from = 0; from < entries.length; from += SLICE) {
    const end = Math.min(from + SLICE, entries.length)
    for (let i = from; i < end; i++) {
      if (test(entries[i]!)) passing[count++] = entries[i]!
    }
    const wait = task.tick(from)
    if (wait) await wait
  }
  task.end()
  return passing.slice(0, count)
}

import type { FilterTable } from '../model/filter-fields.ts'
import type { TextFilter } from '../model/rows.ts'
import { filterEntries } from './compile-filter.ts'

/** The text that is looked at right now. */
interface Looking {
  text: string
}

/** For rows that have nothing but a text. */
export const TEXT_TABLE: FilterTable<Looking> = {
  rows: 'these rows',
  own: ['name'],
  fields: [
    {
      name: 'name',
      type: 'text',
      help: 'The text of the row.',
      example: 'name:/^Sess/',
      read: (looking) => (pattern) => () => pattern.test(looking.text),
    },
  ],
}

/**
 * Compiles a filter of rows that have nothing but a text.
 * @param now milliseconds from any fixed moment
 * @returns null when the filter is blank, so that everything passes
 * @throws HeapError `bad-filter`; the filter itself throws it too
 */
export function compileTextFilter(filter: string | undefined, now: () => number): TextFilter | null {
  const looking: Looking = { text: '' }
  const test = filterEntries(filter, { table: TEXT_TABLE, source: looking, now })
  if (!test) return null
  return (text) => {
    looking.text = text
    return test(0)
  }
}

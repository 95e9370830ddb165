import type { WasteRow } from '#engine/model/finding-rows.ts'
import type { Field, FilterTable } from '#engine/model/filter-fields.ts'
import type { ListRequest, Page } from '#engine/model/rows.ts'
import { filterEntries } from '#engine/query/compile-filter.ts'

export type WasteColumn = 'rule' | 'owner' | 'claimed' | 'overlapping' | 'counted'

/** A row with the title of its rule, and what it overlaps with in words. */
export interface NamedWaste extends WasteRow {
  readonly title: string
  /** Both null where there is no overlap. */
  readonly withOwner: string | null
  readonly withWords: string | null
}

type Source = readonly NamedWaste[]

const bytes = (name: 'claimed' | 'overlapping' | 'counted', help: string): Field<Source> => ({
  name,
  type: 'bytes',
  help,
  example: `${name}:>100k`,
  read: (rows) => (at) => rows[at]![name],
})

const text = (name: 'rule' | 'owner', help: string, example: string): Field<Source> => ({
  name,
  type: 'text',
  help,
  example,
  read: (rows) => (pattern) => (at) => {
    const row = rows[at]!
    return pattern.test(row[name]) || (name === 'rule' && pattern.test(row.title))
  },
})

/** What rows of waste are filtered by; entries are places in the list. */
export const WASTE_TABLE: FilterTable<Source> = {
  rows: 'wastes',
  own: ['rule', 'owner'],
  fields: [
    text('rule', 'The rule, by its name or title.', 'rule:duplicate-strings'),
    text('owner', 'What holds it.', 'owner:cache'),
    bytes('claimed', 'What the finding says that a cure frees.'),
    bytes('overlapping', 'Of that, what worse findings have claimed already.'),
    bytes('counted', 'The rest, which no other finding counts.'),
  ],
}

/** A page of the rows that pass the filter, in the order asked for. @throws HeapError `bad-filter` */
export function wastePage(rows: Source, request: ListRequest<WasteColumn>): Page<NamedWaste> {
  const { start, end, sort, filter } = request
  const passes = filterEntries(filter, { table: WASTE_TABLE, source: rows, now: () => performance.now() })
  const passing = rows.filter((_, at) => passes?.(at) ?? true)
  if (sort) {
    const sign = sort.descending ? -1 : 1
    passing.sort((a, b) => sign * compare(a, b, sort.column))
  }
  return { start, rows: passing.slice(start, end), total: passing.length, all: rows.length }
}

function compare(a: NamedWaste, b: NamedWaste, column: WasteColumn): number {
  if (column === 'rule') return a.title.localeCompare(b.title, 'en')
  if (column === 'owner') return a.owner.localeCompare(b.owner, 'en')
  return a[column] - b[column]
}

import type { FilterTable } from '#engine/model/filter-fields.ts'

/** What a table can be filtered by, without the heap. */
export type FilterSchema = FilterTable<never>

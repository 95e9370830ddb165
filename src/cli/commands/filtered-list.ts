import type { Command } from 'commander'
import { HeapError } from '#engine/base/error.ts'
import type { FilterTable } from '#engine/model/filter-fields.ts'
import { parseFilter } from '#engine/query/parse-filter.ts'
import { pointer } from './query.ts'

/**
 * Runs a command that takes a filter: what is wrong with the expression is said before a large file is read, and pointed
 * at.
 */
export async function withFilter(
  command: Command,
  filter: string,
  table: Pick<FilterTable<never>, 'rows' | 'fields' | 'own'>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    parseFilter(filter, table)
    await work()
  } catch (error) {
    if (error instanceof HeapError && error.code === 'bad-filter') {
      command.error(`error: ${error.message}${pointer(filter, error)}`)
    }
    throw error
  }
}

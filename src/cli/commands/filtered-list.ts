import type { Command } from 'commander'
import { HeapError } from '#engine/base/error.ts'
import type { FilterTable } from '#engine/model/filter-fields.ts'
import { pointer } from './pointer.ts'

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
    const { parseFilter } = await import('#engine/query/parse-filter.ts')
    parseFilter(filter, table)
    await work()
  } catch (error) {
    if (error instanceof HeapError && error.code === 'bad-filter') {
      command.error(`error: ${error.message}${pointer(filter, error)}`)
    }
    throw error
  }
}

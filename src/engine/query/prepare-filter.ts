import type { Task } from '../base/task.ts'
import type { FilterTable } from '../model/filter-fields.ts'
import type { Filter, Value } from './filter.ts'

/** Works out what the fields of a filter need beyond look-ups, before it is compiled. */
export async function prepareFilter<Source>(
  { alternatives }: Filter,
  table: FilterTable<Source>,
  source: Source,
  task: Task,
): Promise<void> {
  for (const { field, value } of alternatives.flat()) {
    if (field !== null) await table.prepare?.(source, field, textOf(value), task)
  }
}

function textOf(value: Value): string | null {
  if (value.form === 'contains' || value.form === 'exact') return value.text
  return null
}

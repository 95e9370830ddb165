import type { RecentMap } from '../base/recent-map.ts'
import type { DeadVariableColumn, DeadVariableRow } from '../model/dead-variable-rows.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'
import { type DeadVariables, deadVariableRow } from './dead-variables.ts'
import type { CompleteHeap } from './heap.ts'
import { compareTexts } from './list-nodes.ts'
import { orderedPage } from './ordered-page.ts'

/** A page of dead variables. */
export function deadVariablePage(
  heap: CompleteHeap,
  dead: DeadVariables,
  request: ListRequest<DeadVariableColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<DeadVariableRow> {
  const all = Uint32Array.from(dead.variable, (_, index) => index)
  const rows = new Map<number, DeadVariableRow>()
  const rowOf = (index: number): DeadVariableRow => {
    const row = rows.get(index) ?? deadVariableRow(heap, dead, index)
    rows.set(index, row)
    return row
  }
  const entries = filter ? all.filter(filter) : all
  const listing = {
    entries,
    all: all.length,
    key: `dead variables ${request.filter ?? ''}`,
    keyOf: ({ column }: Sort<DeadVariableColumn>) => {
      if (column === 'freedSize') return (index: number) => dead.freedSize[index]!
      if (column === 'contexts') {
        return (index: number) => dead.firstSlot[index + 1]! - dead.firstSlot[index]!
      }
      const textOf = (index: number): string =>
        column === 'value' ? rowOf(index).value.name : (rowOf(index)[column] ?? '')
      const byText = [...entries].sort((a, b) => compareTexts(textOf(a), textOf(b)))
      const ranks = new Map(byText.map((index, rank) => [index, rank]))
      return (index: number) => ranks.get(index)!
    },
    rowOf,
  }
  return orderedPage(listing, request, orders)
}

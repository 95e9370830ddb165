import type { BitSet } from '../base/bit-set.ts'
import type { RecentMap } from '../base/recent-map.ts'
import type { DeadVariableColumn, DeadVariableRow } from '../model/dead-variable-rows.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'
import { type DeadVariables, deadVariableRow } from './dead-variables.ts'
import type { CompleteHeap } from './heap.ts'
import { compareTexts } from './list-nodes.ts'
import { orderedPage } from './ordered-page.ts'

/** The numbers of all dead variables or, of a selection, of those that its objects hold or are held by. O(slots). */
export function listedVariables(
  { variable, firstSlot, slotContext, slotValue }: DeadVariables,
  only: BitSet | null,
): Uint32Array {
  const all = Uint32Array.from(variable, (_, index) => index)
  if (!only) return all
  return all.filter((index) => {
    for (let slot = firstSlot[index]!; slot < firstSlot[index + 1]!; slot++) {
      if (only.has(slotContext[slot]!) || only.has(slotValue[slot]!)) return true
    }
    return false
  })
}

/** A page of dead variables. @param all the numbers of those that are listed */
export function deadVariablePage(
  heap: CompleteHeap,
  dead: DeadVariables,
  all: Uint32Array,
  request: ListRequest<DeadVariableColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<DeadVariableRow> {
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

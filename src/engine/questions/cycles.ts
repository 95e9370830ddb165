import { CYCLES } from '../analyses/cycles/cycle-fields.ts'
import { CYCLE_TABLE, cyclePage, cycleSummary, withWeakEdges } from '../analyses/cycles/list-cycles.ts'
import type { Cycles } from '../analyses/cycles/find-cycles.ts'
import type { CycleColumn, CycleRow, CycleSummary, WeakEdges } from '../model/cycle-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

export const cycleQuestions = {
  /** Reference cycles, those that are alike in one row. @throws HeapError `bad-filter` with `at` */
  async cycles(asked: Asked, request: ListRequest<CycleColumn>): Promise<Page<CycleRow>> {
    const { heap, orders, now } = asked
    const cycles = await cyclesOf(asked)
    const filter = filterEntries(request.filter, { table: CYCLE_TABLE, source: cycles, now })
    const page = cyclePage(heap, cycles, request, filter, orders)
    const known = await asked.shared('weak edges of cycles', () => new Map<number, WeakEdges | null>())
    return withWeakEdges(heap, heap.ready.retainers, cycles, page, known, asked.task())
  },

  async cycleSummary(asked: Asked): Promise<CycleSummary> {
    return cycleSummary(await cyclesOf(asked))
  },
}

function cyclesOf(asked: Asked): Promise<Cycles> {
  return asked.shared('cycles', (task) => CYCLES.of(asked.heap, task))
}

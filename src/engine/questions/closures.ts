import { type DeadVariables, findDeadVariables } from '../analyses/dead-variables.ts'
import { DEAD_VARIABLE_TABLE } from '../analyses/dead-variable-fields.ts'
import { deadVariablePage, listedVariables } from '../analyses/list-dead-variables.ts'
import type { DeadVariableColumn, DeadVariableRow, DeadVariableSummary } from '../model/dead-variable-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'

export const closureQuestions = {
  /**
   * Variables that contexts hold and no code can use any more. Of a selection: those whose context, or whose value, is
   * selected, with the same figures as of the whole heap.
   */
  async deadVariables(
    whole: Asked,
    request: ListRequest<DeadVariableColumn>,
    among: readonly Term[] | null = null,
  ): Promise<Page<DeadVariableRow>> {
    const dead = await deadFor(whole)
    const asked = await whole.about(among)
    const { heap, orders, now } = asked
    const all = await asked.shared('listed variables', () => listedVariables(dead, asked.only))
    const filter = filterEntries(request.filter, {
      table: DEAD_VARIABLE_TABLE,
      source: { heap, dead },
      now,
    })
    return deadVariablePage(heap, dead, all, request, filter, orders)
  },

  async deadVariableSummary(asked: Asked): Promise<DeadVariableSummary> {
    return (await deadFor(asked)).summary
  },
}

function deadFor(asked: Asked): Promise<DeadVariables> {
  return asked.shared('dead variables', (task) => findDeadVariables(asked.heap, task))
}

import { type DeadVariables, findDeadVariables } from '../analyses/dead-variables.ts'
import { DEAD_VARIABLE_TABLE } from '../analyses/dead-variable-fields.ts'
import { deadVariablePage } from '../analyses/list-dead-variables.ts'
import type { DeadVariableColumn, DeadVariableRow, DeadVariableSummary } from '../model/dead-variable-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

export const closureQuestions = {
  /** Variables that contexts hold and no code can use any more. */
  async deadVariables(
    asked: Asked,
    request: ListRequest<DeadVariableColumn>,
  ): Promise<Page<DeadVariableRow>> {
    const { heap, orders, now } = asked
    const dead = await deadFor(asked)
    const filter = filterEntries(request.filter, {
      table: DEAD_VARIABLE_TABLE,
      source: { heap, dead },
      now,
    })
    return deadVariablePage(heap, dead, request, filter, orders)
  },

  async deadVariableSummary(asked: Asked): Promise<DeadVariableSummary> {
    return (await deadFor(asked)).summary
  },
}

function deadFor(asked: Asked): Promise<DeadVariables> {
  return asked.shared('dead variables', (task) => findDeadVariables(asked.heap, task))
}

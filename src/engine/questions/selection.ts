import { nodePage } from '../analyses/list-nodes.ts'
import type { ListRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'

export const selectionQuestions = {
  /** The selected objects. */
  async selected(
    asked: Asked,
    terms: readonly Term[],
    request: Omit<ListRequest<NodeColumn>, 'filter'>,
  ): Promise<Page<NodeRow>> {
    const nodes = await asked.nodesOf(terms)
    const key = `selected ${JSON.stringify(terms)}`
    return nodePage(asked.heap, nodes, nodes.length, request, asked.orders, key)
  },
}

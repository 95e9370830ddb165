import { nodePage } from '../analyses/list-nodes.ts'
import { retainedOfSet } from '../analyses/retained-of-set.ts'
import type { ListRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import type { SelectionRow, Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'

export const selectionQuestions = {
  /** A selection in figures. */
  async selection(asked: Asked, terms: readonly Term[]): Promise<SelectionRow> {
    const nodes = await asked.nodesOf(terms)
    const { own, retained } = await asked.shared(`retained ${JSON.stringify(terms)}`, (task) =>
      retainedOfSet(asked.heap, nodes, task),
    )
    return {
      count: nodes.length,
      shallowSize: own.bytes,
      retainedSize: retained.bytes,
      freed: retained.count,
    }
  },

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

import { nodePage } from '../analyses/list-nodes.ts'
import type { ObjectsPage } from '../model/object-rows.ts'
import type { ListRequest, NodeColumn } from '../model/rows.ts'
import type { Asked } from './asked.ts'

export const objectQuestions = {
  /**
   * The objects of the whole heap that pass a filter: those that lists show, and any that it names by its id. Without a
   * sort in the file's order.
   * @throws HeapError `bad-filter` with `at`
   */
  async matching(asked: Asked, request: ListRequest<NodeColumn>): Promise<ObjectsPage> {
    const query = request.filter ?? ''
    const nodes = await asked.nodesOf([{ op: '+', query }])
    const all = await asked.shared(
      'objects',
      async () => (await asked.nodesOf([{ op: '+', query: '' }])).length,
    )
    const shallowSize = await asked.shared(`bytes ${query}`, () => sumOf(asked.heap.shallowSize, nodes))
    const page = nodePage(asked.heap, nodes, all, request, asked.orders, `matching ${query}`)
    return { ...page, shallowSize }
  },
}

function sumOf(column: ArrayLike<number>, nodes: Uint32Array): number {
  let sum = 0
  for (const node of nodes) sum += column[node]!
  return sum
}

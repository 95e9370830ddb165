import { nodePage } from '../analyses/list-nodes.ts'
import type { ObjectsPage } from '../model/object-rows.ts'
import type { ListRequest, NodeColumn } from '../model/rows.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'
import { common } from './nodes-of-query.ts'

/** Everything that lists show. */
const ALL: readonly Term[] = [{ op: '+', query: '' }]

export const objectQuestions = {
  /**
   * The objects of the whole heap, or of a selection, that pass a filter: those that lists show, and any that it names by
   * its id. Without a sort in the file's order.
   * @param among the selection, null for the whole heap
   * @throws HeapError `bad-filter` with `at`
   */
  async matching(
    asked: Asked,
    request: ListRequest<NodeColumn>,
    among: readonly Term[] | null,
  ): Promise<ObjectsPage> {
    const query = request.filter ?? ''
    const key = `${JSON.stringify(among)} ${query}`
    const found = await asked.nodesOf([{ op: '+', query }])
    const listed = await asked.nodesOf(among ?? ALL)
    const nodes = among ? await asked.shared(`matching ${key}`, () => common(found, listed)) : found
    const shallowSize = await asked.shared(`bytes ${key}`, () => sumOf(asked.heap.shallowSize, nodes))
    const page = nodePage(asked.heap, nodes, listed.length, request, asked.orders, `matching ${key}`)
    return { ...page, shallowSize }
  },
}

function sumOf(column: ArrayLike<number>, nodes: Uint32Array): number {
  let sum = 0
  for (const node of nodes) sum += column[node]!
  return sum
}

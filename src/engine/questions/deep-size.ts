import { deepSize } from '../analyses/deep-size.ts'
import { HeapError } from '../base/error.ts'
import type { Sum } from '../model/retainer-rows.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'

export const deepSizeQuestions = {
  /** All that an object leads to, by its id: see `deepSize`. @throws HeapError `not-found` */
  async deepSize(asked: Asked, id: number): Promise<Sum> {
    const node = asked.heap.snapshot.nodeId.indexOf(id)
    if (node === -1) throw new HeapError('not-found', 'There is no such object in this heap.')
    return asked.shared(`deep size of ${id}`, (task) => deepSize(asked.heap, [node], task))
  },

  /** All that the objects of a selection lead to, each counted once. @throws HeapError `bad-filter` */
  async selectedDeepSize(asked: Asked, terms: readonly Term[]): Promise<Sum> {
    const nodes = await asked.unheard().nodesOf(terms)
    return asked.shared(`deep size ${JSON.stringify(terms)}`, (task) => deepSize(asked.heap, nodes, task))
  },
}

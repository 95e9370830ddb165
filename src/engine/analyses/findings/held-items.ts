import { ascending } from '../../base/ascending.ts'
import { NumberList } from '../../base/number-list.ts'
import { NodeType } from '../../model/kinds.ts'
import type { CompleteHeap } from '../heap.ts'
import { sumsByClass } from './sums-by-class.ts'

/** What collections alone hold. */
export interface HeldItems {
  /** Ascending. */
  readonly nodes: Uint32Array
  /** The class whose objects among them retain most; null where there are none. */
  readonly mostly: {
    readonly className: string
    readonly count: number
    readonly retainedSize: number
  } | null
}

/**
 * The objects that collections dominate directly, or with nothing but the engine's own stores between: their entries, as
 * far as nothing else holds them. O(children in the dominator tree).
 */
export function heldItems(heap: CompleteHeap, collections: readonly number[]): HeldItems {
  const { snapshot, ready, shallowSize } = heap
  const { nodeType, nodeCount } = snapshot
  const { dominated } = ready.graph
  const found = new NumberList()
  const stack = [...collections]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let i = dominated.first[node]!, end = dominated.first[node + 1]!; i < end; i++) {
      const child = dominated.node[i]!
      const type = nodeType[child]!
      const isStore = type === NodeType.array || type === NodeType.hidden || shallowSize[child] === 0
      if (isStore) stack.push(child)
      else found.push(child)
    }
  }
  const nodes = ascending(found.finish(), nodeCount)
  const [most] = sumsByClass(heap, nodes).toSorted((a, b) => b.retainedSize - a.retainedSize)
  return {
    nodes,
    mostly: most ? { className: most.name, count: most.count, retainedSize: most.retainedSize } : null,
  }
}

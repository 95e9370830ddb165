import { NodeType } from '../../model/kinds.ts'
import type { CompleteHeap } from '../heap.ts'

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
export function heldItems(
  { snapshot, ready, table, shallowSize }: CompleteHeap,
  collections: readonly number[],
): HeldItems {
  const { nodeType } = snapshot
  const { dominated, retainedSize } = ready.graph
  const found: number[] = []
  const stack = [...collections]
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (let i = dominated.first[node]!; i < dominated.first[node + 1]!; i++) {
      const child = dominated.node[i]!
      const type = nodeType[child]!
      const isStore = type === NodeType.array || type === NodeType.hidden || shallowSize[child] === 0
      if (isStore) stack.push(child)
      else found.push(child)
    }
  }
  const sums = new Map<number, { count: number; retainedSize: number }>()
  for (const node of found) {
    const index = table.classOf[node]!
    const sum = sums.get(index) ?? { count: 0, retainedSize: 0 }
    sum.count++
    sum.retainedSize += retainedSize[node]!
    sums.set(index, sum)
  }
  const [most] = [...sums].sort((a, b) => b[1].retainedSize - a[1].retainedSize)
  return {
    nodes: Uint32Array.from(found).sort(),
    mostly: most ? { className: table.classes[most[0]]!.name, ...most[1] } : null,
  }
}

import type { Task } from '../../base/task.ts'
import type { WholeHeap } from '../heap.ts'
import { ownersOf } from './owners-of.ts'

/** Objects of one kind that are held alike. */
export interface KindGroup {
  readonly owner: string
  readonly kind: number
  /** Ascending. */
  readonly nodes: number[]
}

/**
 * Sorts objects by what holds them, see `ownersOf`, and by kind. O(nodes + edges) for all kinds together.
 * @param nodes distinct and ascending
 * @param kindOf by place in `nodes`
 */
export async function byOwnerAndKind(
  heap: WholeHeap,
  nodes: Uint32Array,
  kindOf: (place: number) => number,
  task: Task,
): Promise<readonly KindGroup[]> {
  if (nodes.length === 0) return []
  const { owner, names } = await ownersOf(heap, nodes, task)
  const groups = new Map<string, KindGroup>()
  nodes.forEach((node, place) => {
    const key = `${owner[place]} ${kindOf(place)}`
    const group = groups.get(key)
    if (group) group.nodes.push(node)
    else groups.set(key, { owner: names[owner[place]!]!, kind: kindOf(place), nodes: [node] })
  })
  return [...groups.values()]
}

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
  const groups: KindGroup[] = []
  /** By owner, then by kind. */
  const known: (Map<number, KindGroup> | undefined)[] = Array.from({ length: names.length })
  for (let place = 0; place < nodes.length; place++) {
    const number = owner[place]!
    const kind = kindOf(place)
    const kinds = (known[number] ??= new Map<number, KindGroup>())
    let group = kinds.get(kind)
    if (!group) {
      group = { owner: names[number]!, kind, nodes: [] }
      kinds.set(kind, group)
      groups.push(group)
    }
    group.nodes.push(nodes[place]!)
  }
  return groups
}

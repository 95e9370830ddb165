import type { Task } from '../../base/task.ts'
import { TupleTable } from '../../base/tuple-table.ts'
import { inSlices } from '../../graph/in-slices.ts'
import type { WholeHeap } from '../heap.ts'
import { ownersOf } from './owners-of.ts'

/** Objects of one kind that are held alike. */
export interface KindGroup {
  readonly owner: string
  readonly kind: number
  /** Ascending. */
  readonly nodes: Uint32Array
}

/**
 * Sorts objects by what holds them, see `ownersOf`, and by kind. O(nodes + edges) for all kinds together.
 * @param nodes distinct and ascending
 * @param kindOf by place in `nodes`: a number below 2^32
 */
export async function byOwnerAndKind(
  heap: WholeHeap,
  nodes: Uint32Array,
  kindOf: (place: number) => number,
  task: Task,
): Promise<readonly KindGroup[]> {
  if (nodes.length === 0) return []
  const { owner, names } = await ownersOf(heap, nodes, task)
  const keys = new TupleTable()
  const key = new Uint32Array(2)
  const groups: { owner: string; kind: number }[] = []
  const counts: number[] = []
  const groupOf = new Uint32Array(nodes.length)
  let current = -1
  task.begin('answer', 2 * nodes.length)
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      const kind = kindOf(place)
      // Neighbours are mostly held alike.
      if (current === -1 || key[0] !== owner[place] || key[1] !== kind) {
        key[0] = owner[place]!
        key[1] = kind
        current = keys.intern(key, 2)
      }
      if (current === groups.length) {
        groups.push({ owner: names[owner[place]!]!, kind })
        counts.push(0)
      }
      counts[current]!++
      groupOf[place] = current
    }
  })
  const members = counts.map((count) => new Uint32Array(count))
  counts.fill(0)
  await inSlices(
    task,
    nodes.length,
    (from, to) => {
      for (let place = from; place < to; place++) {
        const group = groupOf[place]!
        members[group]![counts[group]!++] = nodes[place]!
      }
    },
    nodes.length,
  )
  task.end()
  return groups.map((group, number) => ({ ...group, nodes: members[number]! }))
}

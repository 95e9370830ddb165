import { touched } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import type { Dominated } from '../model/graph.ts'
import { inSlices } from './in-slices.ts'
import { accumulate } from './retainers.ts'

/**
 * Sorts all nodes but the root by immediate dominator. O(nodes).
 * @param room two columns longer than there are nodes that the result may lie in
 */
export async function collectDominated(
  dominator: Uint32Array,
  root: number,
  task: Task,
  done = 0,
  room: readonly Uint32Array[] = [],
): Promise<Dominated> {
  const nodes = dominator.length
  const first = touched(room[0]?.subarray(0, nodes + 1) ?? new Uint32Array(nodes + 1))
  await inSlices(task, nodes, (from, to) => countChildren(first, dominator, from, to), done)
  first[root]!--
  accumulate(first)
  const children = room[1]?.subarray(0, nodes - 1) ?? new Uint32Array(nodes - 1)
  const fill = (from: number, to: number): void => {
    place(first, children, dominator, root, nodes - 1 - from, nodes - 1 - to)
  }
  await inSlices(task, nodes, fill, done + nodes)
  return { first, node: children }
}

function countChildren(counts: Uint32Array, dominator: Uint32Array, from: number, to: number): void {
  for (let node = from; node < to; node++) {
    counts[dominator[node]!]!++
  }
}

/** Fills each stretch from its end with the nodes `from` down to `to`, so that `first` holds the beginnings afterwards. */
function place(
  first: Uint32Array,
  children: Uint32Array,
  dominator: Uint32Array,
  root: number,
  from: number,
  to: number,
): void {
  for (let node = from; node > to; node--) {
    if (node !== root) {
      const parent = dominator[node]!
      const at = first[parent]! - 1
      first[parent] = at
      children[at] = node
    }
  }
}

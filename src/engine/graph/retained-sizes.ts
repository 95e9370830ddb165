import type { Task } from '../base/task.ts'
import type { WideColumn } from '../model/snapshot.ts'
import type { Dominators } from './dominators.ts'
import { inSlices } from './in-slices.ts'
import { roomyCopy } from './wide-sums.ts'

/**
 * Sums the shallow sizes of what each node dominates, itself included.
 * @param room a column that the result may lie in, see `roomyCopy`
 * @returns bytes per node, exact to 2^53: 32 bits each where the whole heap fits them. O(nodes).
 */
export async function sumRetainedSizes(
  shallowSize: WideColumn,
  { dominator, order }: Pick<Dominators, 'dominator' | 'order'>,
  task: Task,
  room?: Uint32Array,
): Promise<WideColumn> {
  const retained = roomyCopy(shallowSize, room)
  const last = order.length - 1
  // From the last to the second: what a node dominates is complete before it is added to its own dominator.
  await inSlices(task, last, (from, to) => addUp(retained, dominator, order, last - from, last - to))
  return retained
}

function addUp(
  retained: WideColumn,
  dominator: Uint32Array,
  order: Uint32Array,
  from: number,
  to: number,
): void {
  for (let i = from; i > to; i--) {
    const node = order[i]!
    retained[dominator[node]!]! += retained[node]!
  }
}

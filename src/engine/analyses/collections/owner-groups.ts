import type { Task } from '../../base/task.ts'
import { accumulate } from '../../graph/retainers.ts'
import { retainedByGroup } from '../class-sizes.ts'
import type { CompleteHeap } from '../heap.ts'
import { type Collections, UNKNOWN } from './collection-columns.ts'
import type { CollectionOwners } from './owners.ts'

/** Sums over the collections of each owner; columns by owner's number, those of `OwnerRow`. */
export interface OwnerGroups {
  /** The places of owner o are `member[first[o]]` to `member[first[o + 1] - 1]`, ascending. */
  readonly first: Uint32Array
  readonly member: Uint32Array
  readonly count: Uint32Array
  readonly empty: Uint32Array
  readonly unknown: Uint32Array
  readonly entries: Float64Array
  readonly capacity: Float64Array
  readonly unused: Float64Array
  readonly shallowSize: Float64Array
  readonly retainedSize: Float64Array
}

/** Sums up by owner. O(nodes). */
export async function groupByOwner(
  heap: CompleteHeap,
  collections: Collections,
  { owner, names }: CollectionOwners,
  task: Task,
): Promise<OwnerGroups> {
  const { nodes, entries, capacity, unused } = collections
  const owners = names.length
  /** By node: its owner plus one. */
  const groupOf = new Uint32Array(heap.snapshot.nodeCount)
  const first = new Uint32Array(owners + 1)
  const sums = {
    count: new Uint32Array(owners),
    empty: new Uint32Array(owners),
    unknown: new Uint32Array(owners),
    entries: new Float64Array(owners),
    capacity: new Float64Array(owners),
    unused: new Float64Array(owners),
    shallowSize: new Float64Array(owners),
  }
  for (let place = 0; place < nodes.length; place++) {
    const at = owner[place]!
    groupOf[nodes[place]!] = at + 1
    first[at]!++
    sums.count[at]!++
    sums.shallowSize[at]! += heap.shallowSize[nodes[place]!]!
    if (entries[place] === 0) sums.empty[at]!++
    if (entries[place] === UNKNOWN) {
      sums.unknown[at]!++
      continue
    }
    sums.entries[at]! += entries[place]!
    sums.capacity[at]! += Math.max(0, capacity[place]!)
    sums.unused[at]! += Math.max(0, unused[place]!)
  }
  accumulate(first)
  const member = new Uint32Array(nodes.length)
  for (let place = nodes.length - 1; place >= 0; place--) member[--first[owner[place]!]!] = place
  const retained = await retainedByGroup(heap.ready.graph, groupOf, owners + 1, task)
  return { first, member, ...sums, retainedSize: retained.subarray(1) }
}

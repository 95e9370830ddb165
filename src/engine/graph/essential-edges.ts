import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { EdgeType } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { inSlices } from './in-slices.ts'
import type { WeakMapPairs } from './weak-map-pairs.ts'

/**
 * Finds the edges that keep their targets alive. Not essential are
 * - weak edges and edges from a node to itself;
 * - shortcut edges that do not start at the root (there they mark the program's globals);
 * - edges from outside the page into it, unless they start at the root: a debugger's grip should not count;
 * - the half of a WeakMap entry that starts at the table: the value goes when the key goes.
 *
 * @param page what `findPageNodes` found
 * @param done how much of the task's phase is done before
 * @returns one bit an edge. O(edges).
 */
export async function findEssentialEdges(
  snapshot: Snapshot,
  page: BitSet,
  pairs: WeakMapPairs,
  task: Task,
  done = 0,
): Promise<BitSet> {
  const essential = new BitSet(snapshot.edgeCount)
  const edges = snapshot.firstEdge[snapshot.nodeCount]!
  let source = 0
  const mark = (from: number, to: number): void => {
    source = markEssential(snapshot, page.bytes, pairs, essential.bytes, source, from, to)
  }
  await inSlices(task, edges, mark, done)
  return essential
}

/** Marks edges `from` to `to`, of which the first starts at `first` or a later node; returns where the last starts. */
function markEssential(
  snapshot: Snapshot,
  page: Uint8Array,
  pairs: WeakMapPairs,
  essential: Uint8Array,
  first: number,
  from: number,
  to: number,
): number {
  const { root, firstEdge, edgeType, edgeTarget, edgeName, nodeId } = snapshot
  const { ofName, tableId } = pairs
  const hasPairs = pairs.count > 0
  let source = first
  for (let edge = from; edge < to; edge++) {
    while (edge >= firstEdge[source + 1]!) {
      source++
    }
    const type = edgeType[edge]!
    const target = edgeTarget[edge]!
    if (type === EdgeType.weak || target === source) {
      continue
    }
    if (source !== root) {
      const entersPage =
        ((page[target >>> 3]! >>> (target & 7)) & 1) > ((page[source >>> 3]! >>> (source & 7)) & 1)
      if (type === EdgeType.shortcut || entersPage) {
        continue
      }
    }
    if (hasPairs && type === EdgeType.internal) {
      const pair = ofName[edgeName[edge]!]!
      if (pair > 0 && tableId[pair] === nodeId[source]) {
        continue
      }
    }
    essential[edge >>> 3]! |= 1 << (edge & 7)
  }
  return source
}

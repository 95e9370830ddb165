import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { dominatedBy } from '../graph/common-dominator.ts'
import { type Lost, markLost, sumOf } from '../graph/mark.ts'
import { allOutsideStays } from '../graph/staying.ts'
import { topsOf } from '../graph/tops.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import type { RetainedOfSet, Sum } from '../model/retainer-rows.ts'
import type { CompleteHeap } from './heap.ts'
import { notReady } from './node-row.ts'

/** Sets that dominate more nodes are marked at once. */
const MOST_LOOKED_AT = 1 << 18
const NO_EDGES = new Uint32Array(0)

/**
 * What would be freed if all of a set of nodes went away: exactly, and so maybe more than each of them frees. O(nodes +
 * edges) at worst, and much less where the set dominates little and all it leads to is held by others too.
 *
 * @param nodes distinct, ascending
 * @throws HeapError `not-ready` before references are turned round
 */
export async function retainedOfSet(
  heap: CompleteHeap,
  nodes: Uint32Array,
  task: Task,
): Promise<RetainedOfSet> {
  const { graph, retainers } = heap.ready
  if (!retainers) throw notReady()
  task.begin('answer', heap.snapshot.nodeCount)
  const tops = topsOf(graph, nodes)
  const { count, bytes } = await lostWithTops(graph, retainers, tops, task)
  task.end()
  const alone = retainedSum(graph, tops)
  return {
    retained: { count, bytes },
    own: sumOver(graph, nodes),
    tops: tops.length,
    together: bytes - alone,
  }
}

/** What would be freed if all of a set of nodes went away, exactly; see `retainedOfSet`. @param nodes distinct, ascending */
export function lostOfSet(graph: Graph, retainers: Retainers, nodes: Uint32Array, task: Task): Promise<Lost> {
  return lostWithTops(graph, retainers, topsOf(graph, nodes), task)
}

/** What goes with nodes of which none dominates another. */
async function lostWithTops(
  graph: Graph,
  retainers: Retainers,
  tops: Uint32Array,
  task: Task,
): Promise<Lost> {
  const below = dominatedBy(graph, tops, MOST_LOOKED_AT)
  if (below) {
    const inside = new BitSet(graph.snapshot.nodeCount)
    for (let i = 0; i < below.length; i++) inside.add(below[i]!)
    // One node frees exactly what it dominates.
    if (tops.length === 1 || allOutsideStays(graph, retainers, below, inside)) return sumOf(graph, inside)
  }
  return markLost(graph, retainers, { nodes: tops, edges: NO_EDGES }, task)
}

/** What nodes retain, each by itself, added up: of nodes of which none dominates another, what at least goes with them. */
export function retainedSum({ retainedSize }: Pick<Graph, 'retainedSize'>, nodes: Iterable<number>): number {
  let bytes = 0
  for (const node of nodes) bytes += retainedSize[node]!
  return bytes
}

/** Counts nodes of a size above 0 and their bytes. */
export function sumOver({ shallowSize }: Pick<Graph, 'shallowSize'>, nodes: Uint32Array): Sum {
  let count = 0
  let bytes = 0
  for (let i = 0; i < nodes.length; i++) {
    const size = shallowSize[nodes[i]!]!
    if (size > 0) count++
    bytes += size
  }
  return { count, bytes }
}

import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import type { Graph } from '../model/graph.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import { computeDistances } from './distances.ts'
import { collectDominated } from './dominated.ts'
import { buildDominatorTree } from './dominator-tree.ts'
import { sumRetainedSizes } from './retained-sizes.ts'
import type { RemoteWork } from './remote-work.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

export interface AnalyzedGraph {
  readonly graph: Graph
  /** How many nodes the root does not lead to over essential edges. */
  readonly unreachable: number
}

/**
 * Runs everything that needs the whole graph, in the phases 'distances', 'edges', 'dominators' and 'retained sizes';
 * the caller ends the last. Before it, in this order, come `propagateDetachedness`, which names depend
 * on, and `adjustShallowSizes`, whose result is `shallowSize`. O(edges × log nodes).
 * @param remote what another thread finds of the dominators meanwhile: then there is no phase 'edges'
 * @param onDistances does what needs nothing else, before the other thread is waited for
 */
export async function analyzeGraph(
  snapshot: Snapshot,
  shallowSize: WideColumn,
  task: Task,
  remote: RemoteWork | null = null,
  onDistances: (distance: Int32Array) => void = () => {},
): Promise<AnalyzedGraph> {
  const { nodeCount, root, strings } = snapshot

  remote?.during(task)
  task.begin('distances', strings.fileCount + nodeCount)
  const pairs =
    (remote && (await orNull(task.waitFor((report) => remote.pairs(report))))) ??
    (await findWeakMapPairs(strings, task))
  const distance = await computeDistances(snapshot, pairs, task)
  onDistances(distance)

  if (remote) task.begin('dominators', 1)
  const tree =
    (remote && (await orNull(task.waitFor((report) => remote.tree(pairs, report))))) ??
    (await buildDominatorTree(snapshot, pairs, task))
  const { essential, dominator, unreachable } = tree
  const [room, ...more] = tree.spare

  task.begin('retained sizes', 3 * nodeCount)
  const retainedSize = await sumRetainedSizes(shallowSize, tree, task, room)
  const dominated =
    (remote && (await orNull(task.waitFor(() => remote.dominated())))) ??
    (await collectDominated(dominator, root, task, nodeCount, more))

  const graph = { snapshot, essential, shallowSize, distance, dominator, retainedSize, dominated }
  return { graph, unreachable }
}

/** Null where another thread failed: it may have had less memory, or died. */
async function orNull<Result>(found: Promise<Result>): Promise<Result | null> {
  try {
    return await found
  } catch (error) {
    if (error instanceof HeapError) throw error
    return null
  }
}

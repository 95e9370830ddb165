import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import type { Graph } from '../model/graph.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import { computeDistances } from './distances.ts'
import { collectDominated } from './dominated.ts'
import type { RemoteFindings } from './crossing.ts'
import { buildDominatorTree } from './dominator-tree.ts'
import { sumRetainedSizes } from './retained-sizes.ts'
import type { RemoteWork } from './remote-work.ts'
import { collectRetainers } from './retainers.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

export interface AnalyzedGraph {
  readonly graph: Graph
  /** How many nodes the root does not lead to over essential edges. */
  readonly unreachable: number
}

/**
 * Runs everything that needs the whole graph, in the phases 'distances', 'edges', 'dominators', 'retained sizes' and
 * 'retainers'; the caller ends the last. Before it, in this order, come `propagateDetachedness`, which names depend on,
 * and `adjustShallowSizes`, whose result is `shallowSize`. O(edges × log nodes).
 * @param remote what another thread finds out meanwhile: the dominator tree, so that there is no phase 'edges', and the
 * retainers
 */
export async function analyzeGraph(
  snapshot: Snapshot,
  shallowSize: WideColumn,
  task: Task,
  remote: RemoteWork | null = null,
): Promise<AnalyzedGraph> {
  const { nodeCount, edgeCount, root, strings } = snapshot

  task.begin('distances', strings.fileCount + nodeCount)
  const pairs = await findWeakMapPairs(strings, task)
  const distance = await computeDistances(snapshot, pairs, task)

  const found = remote && (await fetchFindings(remote, task))
  const tree = found?.tree ?? (await buildDominatorTree(snapshot, pairs, task))
  const { essential, dominator, unreachable } = tree

  task.begin('retained sizes', nodeCount)
  const retainedSize = await sumRetainedSizes(shallowSize, tree, task)

  task.begin('retainers', 2 * (edgeCount + nodeCount))
  const retainers = found?.retainers ?? (await collectRetainers(snapshot, task))
  const dominated = await collectDominated(dominator, root, task, 2 * edgeCount)

  const graph = { snapshot, essential, shallowSize, distance, dominator, retainedSize, retainers, dominated }
  return { graph, unreachable }
}

/** Null where the other thread failed: it may have had less memory, or died. */
async function fetchFindings(remote: RemoteWork, task: Task): Promise<RemoteFindings | null> {
  task.begin('dominators', 1)
  try {
    return await task.waitFor((report) => remote.wait(report))
  } catch (error) {
    if (error instanceof HeapError) throw error
    return null
  }
}

import type { Task } from '../base/task.ts'
import type { Graph } from '../model/graph.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import { computeDistances } from './distances.ts'
import { collectDominated } from './dominated.ts'
import { findDominators } from './dominators.ts'
import { findEssentialEdges } from './essential-edges.ts'
import { findPageNodes } from './page-nodes.ts'
import { sumRetainedSizes } from './retained-sizes.ts'
import { collectRetainers } from './retainers.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

export interface AnalyzedGraph {
  readonly graph: Graph
  /** How many nodes the root does not lead to over essential edges. */
  readonly unreachable: number
}

/**
 * Runs everything that needs the whole graph, in the phases 'edges', 'distances', 'dominators', 'retained sizes' and
 * 'retainers'; the caller ends the last. Before it, in this order, come `propagateDetachedness`, which names depend on,
 * and `adjustShallowSizes`, whose result is `shallowSize`. O(edges × log nodes).
 */
export async function analyzeGraph(
  snapshot: Snapshot,
  shallowSize: WideColumn,
  task: Task,
): Promise<AnalyzedGraph> {
  const { nodeCount, edgeCount, root, strings } = snapshot

  task.begin('edges', strings.fileCount + nodeCount + edgeCount)
  const pairs = await findWeakMapPairs(strings, task)
  const page = await findPageNodes(snapshot, task, strings.fileCount)
  const essential = await findEssentialEdges(snapshot, page, pairs, task, strings.fileCount + nodeCount)

  task.begin('distances', nodeCount)
  const distance = await computeDistances(snapshot, pairs, task)

  task.begin('dominators', 5 * nodeCount)
  const dominators = await findDominators(snapshot, essential, task)
  const { dominator, unreachable } = dominators

  task.begin('retained sizes', nodeCount)
  const retainedSize = await sumRetainedSizes(shallowSize, dominators, task)

  task.begin('retainers', 2 * (edgeCount + nodeCount))
  const retainers = await collectRetainers(snapshot, task)
  const dominated = await collectDominated(dominator, root, task, 2 * edgeCount)

  return {
    graph: {
      snapshot,
      essential,
      shallowSize,
      distance,
      dominator,
      retainedSize,
      retainers,
      dominated,
    },
    unreachable,
  }
}

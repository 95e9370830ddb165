import type { Task } from '../base/task.ts'
import type { EssentialEdges, Retainers, WeakMapPairs } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { numberNodes } from './depth-first.ts'
import { type Dominators, findDominators } from './dominators.ts'
import { collectRetainers } from './retainers.ts'

/** Who keeps whom alive: the essential edges, all edges turned round, and the dominators over the essential ones. */
export interface DominatorTree extends Dominators {
  readonly essential: EssentialEdges
  readonly retainers: Retainers
}

/** Finds them, in the phases 'edges', 'retainers' and 'dominators'. */
export async function buildDominatorTree(
  snapshot: Snapshot,
  pairs: WeakMapPairs,
  task: Task,
): Promise<DominatorTree> {
  task.begin('edges', snapshot.nodeCount)
  const { search, essential } = await numberNodes(snapshot, pairs, task)
  task.begin('retainers', snapshot.nodeCount + snapshot.edgeCount)
  const retainers = await collectRetainers(snapshot, essential, search, task)
  task.begin('dominators', 3 * snapshot.nodeCount)
  return { ...(await findDominators(snapshot, search, retainers, task)), essential, retainers }
}

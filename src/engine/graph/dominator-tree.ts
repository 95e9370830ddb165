import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type Dominators, findDominators } from './dominators.ts'
import { findEssentialEdges } from './essential-edges.ts'
import { findPageNodes } from './page-nodes.ts'
import type { WeakMapPairs } from './weak-map-pairs.ts'

export interface DominatorTree extends Dominators {
  readonly essential: BitSet
}

/** Finds the essential edges and the dominators, in the phases 'edges' and 'dominators'. */
export async function buildDominatorTree(
  snapshot: Snapshot,
  pairs: WeakMapPairs,
  task: Task,
): Promise<DominatorTree> {
  task.begin('edges', snapshot.nodeCount + snapshot.edgeCount)
  const page = await findPageNodes(snapshot, task)
  const essential = await findEssentialEdges(snapshot, page, pairs, task, snapshot.nodeCount)
  task.begin('dominators', 5 * snapshot.nodeCount)
  return { ...(await findDominators(snapshot, essential, task)), essential }
}

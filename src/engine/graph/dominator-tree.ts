import type { Task } from '../base/task.ts'
import type { EssentialEdges, WeakMapPairs } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { numberNodes } from './depth-first.ts'
import { type Dominators, findDominators } from './dominators.ts'
import { rehearse } from './rehearsal.ts'
import type { AskForHelp } from './sources.ts'

/** The essential edges and the dominators over them. */
export interface DominatorTree extends Dominators {
  readonly essential: EssentialEdges
}

/** Finds them, in the phases 'edges' and 'dominators'. @param askForHelp see `findDominators` */
export async function buildDominatorTree(
  snapshot: Snapshot,
  pairs: WeakMapPairs,
  task: Task,
  askForHelp: AskForHelp | null = null,
): Promise<DominatorTree> {
  task.begin('edges', snapshot.nodeCount)
  await rehearse(snapshot, task)
  const numbering = await numberNodes(snapshot, pairs, task)
  task.begin('dominators', 4 * snapshot.nodeCount)
  const dominators = await findDominators(snapshot, numbering, task, askForHelp)
  return { ...dominators, essential: numbering.essential }
}

import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { StringTable } from '../model/string-table.ts'
import { type Dominators, findDominators } from './dominators.ts'
import { findEssentialEdges } from './essential-edges.ts'
import { findPageNodes } from './page-nodes.ts'
import { findWeakMapPairs, type WeakMapPairs } from './weak-map-pairs.ts'

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

/** A snapshot that can cross to another thread, without a copy where its columns lie in shared memory. */
export type CrossingSnapshot = Omit<Snapshot, 'strings'> & { readonly strings: StringTable['columns'] }

/** A dominator tree that can cross back. */
export type CrossingTree = Omit<DominatorTree, 'essential'> & { readonly essential: Uint8Array }

export function crossing(snapshot: Snapshot): CrossingSnapshot {
  // What the tree does not need stays here: it may be in memory that would be copied.
  const unneeded = { locations: null, detachedness: null, traceNode: null }
  return { ...snapshot, ...unneeded, strings: snapshot.strings.columns }
}

/** The other thread's side: does `buildDominatorTree` there. The caller ends the task's last phase. */
export async function buildCrossingTree(request: CrossingSnapshot, task: Task): Promise<CrossingTree> {
  const snapshot = { ...request, strings: new StringTable(request.strings) }
  const pairs = await findWeakMapPairs(snapshot.strings, task)
  const tree = await buildDominatorTree(snapshot, pairs, task)
  return { ...tree, essential: tree.essential.bytes }
}

/** This thread's side: takes a tree back that has crossed. */
export function crossedTree(tree: CrossingTree, snapshot: Snapshot): DominatorTree {
  return { ...tree, essential: new BitSet(snapshot.edgeCount, tree.essential) }
}

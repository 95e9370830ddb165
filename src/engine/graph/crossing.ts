import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { Retainers } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { StringTable } from '../model/string-table.ts'
import { buildDominatorTree, type DominatorTree } from './dominator-tree.ts'
import { collectRetainers } from './retainers.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

/** A snapshot that can cross to another thread, without a copy where its columns lie in shared memory. */
export type CrossingSnapshot = Omit<Snapshot, 'strings'> & { readonly strings: StringTable['columns'] }

/** What another thread finds out about a snapshot. */
export interface RemoteFindings {
  readonly tree: DominatorTree
  readonly retainers: Retainers
}

/** The same, so that it can cross back. */
export interface CrossingFindings {
  readonly tree: Omit<DominatorTree, 'essential'>
  readonly essential: Uint8Array
  readonly retainers: Retainers
}

export function crossing(snapshot: Snapshot): CrossingSnapshot {
  // What the tree does not need stays here: it may be in memory that would be copied.
  const unneeded = { locations: null, detachedness: null, traceNode: null }
  return { ...snapshot, ...unneeded, strings: snapshot.strings.columns }
}

/** The other thread's side: builds the dominator tree and collects the retainers there. The caller ends the last phase. */
export async function findThere(request: CrossingSnapshot, task: Task): Promise<CrossingFindings> {
  const snapshot = { ...request, strings: new StringTable(request.strings) }
  const pairs = await findWeakMapPairs(snapshot.strings, task)
  const { essential, ...tree } = await buildDominatorTree(snapshot, pairs, task)
  task.begin('retainers', 2 * snapshot.edgeCount)
  const retainers = await collectRetainers(snapshot, task)
  return { tree, essential: essential.bytes, retainers }
}

/** This thread's side: takes back what has crossed. */
export function crossedBack(found: CrossingFindings, snapshot: Snapshot): RemoteFindings {
  const essential = new BitSet(snapshot.edgeCount, found.essential)
  return { tree: { ...found.tree, essential }, retainers: found.retainers }
}

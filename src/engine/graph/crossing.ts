import { BitSet } from '../base/bit-set.ts'
import { isShared } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import type { Dominated, WeakMapPairs } from '../model/graph.ts'
import { type EdgeNameColumns, EdgeNames } from '../model/edge-names.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type StringColumns, StringTable } from '../model/string-table.ts'
import type { FindListener } from './assistant.ts'
import { collectDominated } from './dominated.ts'
import { buildDominatorTree, type DominatorTree } from './dominator-tree.ts'
import type { AskForHelp } from './sources.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

/** A snapshot that can cross to another thread, without a copy where its columns lie in shared memory. */
export type CrossingSnapshot = Omit<Snapshot, 'strings' | 'edgeNames'> & {
  readonly strings: StringColumns
  readonly edgeNames: EdgeNameColumns
}

/** What another thread finds out about a snapshot, so that it can cross back. */
export type CrossingTree = Omit<DominatorTree, 'essential'> & { readonly page: Uint8Array }

export function crossing(snapshot: Snapshot): CrossingSnapshot {
  // What the tree does not need stays here: it may be in memory that would be copied.
  const unneeded = { locations: null, detachedness: null, traces: null, nodeTrace: null, scopes: null }
  const { strings, edgeNames } = snapshot
  return { ...snapshot, ...unneeded, strings: strings.columns, edgeNames: edgeNames.columns }
}

/** Who is told what was found; null where it helps nobody. */
export type TreeListener = Omit<FindListener, 'progress' | 'askForHelp'> & {
  readonly askForHelp: AskForHelp | null
}

/**
 * The other thread's side: builds the dominator tree there, and then sorts the nodes by dominator. The caller ends the
 * last phase.
 * @param known the pairs, where they are known already
 */
export async function findThere(
  request: CrossingSnapshot,
  task: Task,
  listener: TreeListener,
  known: WeakMapPairs | null = null,
): Promise<Dominated> {
  const strings = new StringTable(request.strings)
  const snapshot = { ...request, strings, edgeNames: new EdgeNames(request.edgeNames, request.firstEdge) }
  const pairs = known ?? (await findWeakMapPairs(strings, task))
  listener.pairs(pairs)
  // Where memory is not shared, the other thread would not see what is done here.
  const askForHelp = isShared(snapshot.edgeLink) ? listener.askForHelp : null
  const { essential, spare, ...tree } = await buildDominatorTree(snapshot, pairs, task, askForHelp)
  const [first, children, ...rest] = spare
  listener.tree({ ...tree, spare: rest, page: essential.page.bytes })
  const { dominator } = tree
  task.begin('retained sizes', 2 * dominator.length)
  return collectDominated(dominator, snapshot.root, task, 0, [first!, children!])
}

/** This thread's side: takes back what has crossed. */
export function crossedBack(
  { page, ...tree }: CrossingTree,
  snapshot: Snapshot,
  pairs: WeakMapPairs,
): DominatorTree {
  return { ...tree, essential: { page: new BitSet(snapshot.nodeCount, page), pairs } }
}

import type { Task } from '../base/task.ts'
import { commonDominator } from '../graph/common-dominator.ts'
import type { PathForest } from '../graph/path-forest.ts'
import type { Graph } from '../model/graph.ts'
import type { MergedPaths, PathBox } from '../model/retainer-rows.ts'
import { BoxDrafts } from './box-drafts.ts'
import { boxRow } from './box-row.ts'
import type { EdgeKinds } from './edge-kinds.ts'
import type { CompleteHeap } from './heap.ts'
import { BoxMaker } from './path-boxes.ts'
import { sumOver } from './retained-of-set.ts'

/** What the boxes are made of. */
export interface JoinedPaths {
  readonly forest: PathForest
  readonly kinds: EdgeKinds
  /** The nodes that every path to every selected one comes through. */
  readonly dominators: ReadonlySet<number>
}

/**
 * Merges the paths to all selected objects into boxes: retainers of one class that one kind of edge leads to from the same
 * box. Those that most paths come through are shown first; the rest is folded into boxes with the sums of what they stand
 * for. So the selected objects of all boxes, with those that paths through folded ones lead to, are all that any path leads
 * to. O(places of the forest).
 *
 * @param nodes the selected ones
 * @param opened ids of folded boxes to open
 */
export async function mergePaths(
  heap: CompleteHeap,
  joined: JoinedPaths,
  nodes: Uint32Array,
  opened: ReadonlySet<string>,
  task: Task,
): Promise<MergedPaths> {
  const { forest, kinds } = joined
  task.begin('answer', forest.count)
  const drafts = new BoxDrafts(new BoxMaker(heap, forest, kinds), opened)
  const boxes: PathBox[] = []
  for (const draft of await drafts.draw(task)) boxes.push(boxRow(heap, joined, draft))
  task.end()
  return {
    boxes,
    selected: sumAll(heap, nodes),
    reached: { count: forest.paths[0]!, bytes: forest.bytes[0]! },
    unreached: sumAll(heap, forest.unreached),
  }
}

/** Counts nodes, those without a size of their own too. */
function sumAll(heap: CompleteHeap, nodes: Uint32Array) {
  return { count: nodes.length, bytes: sumOver(heap, nodes).bytes }
}

/**
 * The nodes but the root that all paths to all of `nodes` come through. O(nodes on the ways up to the root).
 */
export function dominatorsOfAll(graph: Graph, nodes: Uint32Array): ReadonlySet<number> {
  const { root } = graph.snapshot
  const found = new Set<number>()
  const top = commonDominator(graph, nodes)
  if (top === -1) return found
  for (let at = top; at !== root; at = graph.dominator[at]!) found.add(at)
  return found
}

import type { Task } from '../base/task.ts'
import { onwardForest } from '../graph/onward-forest.ts'
import type { OnwardReferences, PathBox } from '../model/retainer-rows.ts'
import { BoxDrafts } from './box-drafts.ts'
import { boxRow } from './box-row.ts'
import { WALLS } from './deep-size.ts'
import type { CompleteHeap } from './heap.ts'
import { type JoinedPaths, preparePaths } from './merged-paths.ts'
import { nodeRow } from './node-row.ts'
import { sumOver } from './retained-of-set.ts'

/** What some objects lead to, ready to be drawn. */
export interface JoinedReferences {
  readonly joined: JoinedPaths
  readonly further: number
}

/** Follows the references of some objects to the end, see `onwardForest`. O(what is reached), after O(nodes) once. */
export async function followReferences(
  heap: CompleteHeap,
  nodes: Uint32Array,
  task: Task,
): Promise<JoinedReferences> {
  task.begin('answer', heap.snapshot.nodeCount)
  const walls = await WALLS.of(heap, task)
  const { forest, further } = await onwardForest(heap.ready.graph, nodes, walls, task)
  task.end()
  return { joined: preparePaths(heap, forest, new Set()), further }
}

/**
 * What some objects refer to, and what that refers to, merged into boxes as `mergePaths` merges paths: objects of one class
 * that one kind of edge leads to from the same box. Each object is in one box, so the figures of the boxes below another add
 * up; what there is no room for is folded into boxes that open, with its sums. O(places of the boxes that were not made
 * before).
 *
 * @param nodes those it starts at, as they were followed
 * @param opened ids of folded boxes to open
 */
export async function onwardBoxes(
  heap: CompleteHeap,
  { joined, further }: JoinedReferences,
  nodes: Uint32Array,
  opened: ReadonlySet<string>,
  task: Task,
): Promise<OnwardReferences> {
  const { forest, maker } = joined
  task.begin('answer', forest.count)
  const drafts = await new BoxDrafts(maker, opened, Infinity).draw(task)
  const boxes = drafts.map((draft) => boxRow(heap, joined, draft))
  task.end()
  const start = boxes[0]!
  return {
    boxes: [{ ...start, ...startOf(heap, nodes) }, ...boxes.slice(1)],
    selected: { count: nodes.length, bytes: sumOver(heap, nodes).bytes },
    reached: start.through,
    further,
  }
}

/** The first box stands for what it starts at. */
function startOf(heap: CompleteHeap, nodes: Uint32Array): Partial<PathBox> {
  if (nodes.length !== 1) return { objects: nodes.length }
  const { table } = heap
  const { name, key, kind } = table.classes[table.classOf[nodes[0]!]!]!
  return { objects: 1, node: nodeRow(heap, nodes[0]!), classRow: { name, key, kind } }
}

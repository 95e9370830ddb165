import { LargestFirst } from '../base/largest-first.ts'
import type { Task } from '../base/task.ts'
import type { CellLimits, Gathered, GroupName, TreeCell, TreeCells } from '../model/dominator-rows.ts'
import { findGroupCell, type GroupPlace, walkFor } from './group-place.ts'
import type { Below, CellSums, GroupWalk } from './group-walk.ts'
import type { CellGrowth, Growth } from '../model/growth.ts'
import { cellGrowth, withRestGrowth } from './cell-growth.ts'
import type { CompleteHeap } from './heap.ts'

/** A cell that waits for its turn. */
interface Waiting {
  readonly group: number
  readonly heads: Uint32Array
  readonly objects: number
  readonly parent: number
  readonly depth: number
  readonly size: number
}

/** A cell while it is not known yet which of those below it are shown. */
interface Draft extends Waiting {
  readonly name: GroupName
  readonly sums: CellSums
  readonly below: Gathered
  shown: { cells: number; objects: number; size: number }
  readonly growth?: CellGrowth
}

/**
 * The dominator tree below a place by class or module: the cells that retain most, and for each what of those below it
 * was left out. A cell's size is the sum of the retained sizes of its heads: of its objects that no other of its objects
 * dominates. A cell retains no more than the one above it, so the largest hang together, and only they are looked into.
 * O(nodes of the cells shown + their children), at most the nodes below the place.
 * @param growth where cells are to say what changed since the base
 * @throws HeapError `not-found` when there is no such place
 */
export async function groupCells(
  heap: CompleteHeap,
  place: GroupPlace,
  limits: CellLimits,
  task: Task,
  growth: Growth | null = null,
): Promise<TreeCells> {
  const { grouping, walk } = walkFor(heap, place)
  task.begin('answer', heap.snapshot.nodeCount)
  const { name: topName, ...top } = await findGroupCell(heap, place, grouping, walk, task)
  const waiting = new LargestFirst<Waiting>(Math.max(1, limits.maxCells))
  const drafts: Draft[] = []
  const size = retainedTogether(heap, top.heads)
  const minSize = Math.max(1, limits.minSize, limits.minShare * size)
  waiting.push(size, { ...top, objects: top.heads.length, parent: -1, depth: 0, size })
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { parent } = next
    const sums = await walk.walk(next.heads, next.group, task)
    const name = parent === -1 ? topName : grouping.nameOf(next.group)
    const below = walk.below()
    const shown = { cells: 0, objects: 0, size: 0 }
    const changed = cellGrowth(growth, next.heads, walk.nodesBelow())
    // Their heads are needed no more.
    const draft: Draft = { ...changed, ...next, heads: NO_NODES, name, sums, below: together(below), shown }
    if (parent !== -1) note(drafts[parent]!, next)
    const cell = drafts.push(draft) - 1
    if (next.depth < limits.maxDepth) waitFor(waiting, walk, below, minSize, cell, draft)
  }
  task.end()
  return { cells: withRestGrowth(drafts.map(finish)), full: waiting.hasMore, maxDepth: limits.maxDepth }
}

const NO_NODES = new Uint32Array(0)

/** Lets the cells below `cell` wait that are large enough. */
function waitFor(
  waiting: LargestFirst<Waiting>,
  walk: GroupWalk,
  below: readonly Below[],
  minSize: number,
  cell: number,
  { depth }: Draft,
): void {
  const large = below.filter(({ size }) => size >= minSize)
  if (large.length === 0) return
  const heads = walk.headsOfAll(large)
  for (const { group, objects, size } of large) {
    waiting.push(size, { group, heads: heads.get(group)!, objects, parent: cell, depth: depth + 1, size })
  }
}

function retainedTogether({ ready }: CompleteHeap, heads: Uint32Array): number {
  let size = 0
  for (const node of heads) size += ready.graph.retainedSize[node]!
  return size
}

function together(below: readonly Below[]): Gathered {
  let objects = 0
  let size = 0
  for (const part of below) {
    objects += part.objects
    size += part.size
  }
  return { cells: below.length, objects, size }
}

function note({ shown }: Draft, { objects, size }: Waiting): void {
  shown.cells++
  shown.objects += objects
  shown.size += size
}

function finish({ parent, depth, size, objects: heads, name, sums, below, shown, growth }: Draft): TreeCell {
  const rest: Gathered = {
    cells: below.cells - shown.cells,
    objects: below.objects - shown.objects,
    size: below.size - shown.size,
  }
  const { own, count } = sums
  return {
    parent,
    depth,
    size,
    own,
    count,
    heads,
    rest,
    subject: { what: 'group', group: name },
    ...(growth && { growth }),
  }
}

import { LargestFirst } from '../base/largest-first.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { CellLimits, Gathered, TreeCell, TreeCells } from '../model/dominator-rows.ts'
import type { CellGrowth, Growth } from '../model/growth.ts'
import { cellGrowth, withRestGrowth } from './cell-growth.ts'
import type { CompleteHeap } from './heap.ts'
import { ABOVE_TOPS } from './group-place.ts'
import { nodeRow } from './node-row.ts'

/** What stands above the tops of a selection, in place of a node. */
const ABOVE = -1

/** A node that waits for its turn to become a cell. */
interface Waiting {
  readonly node: number
  readonly parent: number
  readonly depth: number
}

/** A cell while it is not known yet which of its children become cells too. */
interface Draft extends Waiting {
  /** Its children that retain anything, and what they retain together. */
  children: number
  below: number
  /** The same of those that became cells. */
  shown: number
  shownSize: number
  readonly growth?: CellGrowth
}

/**
 * The dominator tree below `top`, or below several tops, by object: the nodes that retain most, and for each of them what of its children was
 * left out. Since a node retains no more than its dominator, the largest nodes hang together, and only they are looked
 * into. Children that retain nothing (their bytes count with their owners) appear nowhere.
 * O(children of the nodes shown), plus a logarithm for each that might be shown.
 * @param top a node, or the tops of a selection, of which none dominates another
 * @param growth where cells are to say what changed since the base
 */
export async function objectCells(
  heap: CompleteHeap,
  top: number | Uint32Array,
  limits: CellLimits,
  task: Task,
  growth: Growth | null = null,
): Promise<TreeCells> {
  const { retainedSize, dominated } = heap.ready.graph
  const tops = typeof top === 'number' ? null : top
  const total = tops ? tops.reduce((sum, node) => sum + retainedSize[node]!, 0) : retainedSize[top as number]!
  const sizeOf = (node: number): number => (node === ABOVE ? total : retainedSize[node]!)
  const minSize = Math.max(1, limits.minSize, limits.minShare * total)
  const waiting = new LargestFirst<Waiting>(Math.max(1, limits.maxCells))
  const drafts: Draft[] = []
  let looked = 0
  task.begin('answer', heap.ready.graph.snapshot.nodeCount)
  waiting.push(total, { node: typeof top === 'number' ? top : ABOVE, parent: -1, depth: 0 })
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const cell = drafts.length
    const depth = next.depth + 1
    const isAbove = tops !== null && next.node === ABOVE
    const below = isAbove
      ? tops
      : dominated.node.subarray(dominated.first[next.node], dominated.first[next.node + 1])
    const changed = cellGrowth(growth, isAbove ? tops : [next.node], below)
    const draft: Draft = { ...next, children: 0, below: 0, shown: 0, shownSize: 0, ...changed }
    drafts.push(draft)
    noteShown(drafts, draft, sizeOf(next.node))
    const least = depth > limits.maxDepth ? Infinity : minSize
    const look = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        const node = below[i]!
        const size = retainedSize[node]!
        if (size === 0) continue
        draft.children++
        draft.below += size
        if (size >= least) waiting.push(size, { node, parent: cell, depth })
      }
    }
    await inSlices(task, below.length, look, looked)
    looked += below.length
  }
  task.end()
  return {
    cells: withRestGrowth(drafts.map((draft) => finish(heap, draft, sizeOf(draft.node)))),
    full: waiting.hasMore,
    maxDepth: limits.maxDepth,
  }
}

function noteShown(drafts: readonly Draft[], { parent }: Waiting, size: number): void {
  if (parent === -1) return
  drafts[parent]!.shown++
  drafts[parent]!.shownSize += size
}

function finish(heap: CompleteHeap, draft: Draft, size: number): TreeCell {
  const { node, parent, depth, children, below, shown, shownSize, growth } = draft
  const changed = growth && { growth }
  const left = children - shown
  const rest: Gathered = { cells: left, objects: left, size: below - shownSize }
  if (node === ABOVE) {
    const subject = { what: 'group', group: ABOVE_TOPS } as const
    return { parent, depth, size, own: 0, count: 0, heads: children, rest, subject, ...changed }
  }
  return {
    parent,
    depth,
    size,
    own: heap.shallowSize[node]!,
    count: 1,
    heads: 1,
    rest,
    subject: { what: 'object', node: nodeRow(heap, node) },
    ...changed,
  }
}

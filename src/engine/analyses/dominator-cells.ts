import { LargestFirst } from '../base/largest-first.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { CellLimits, Gathered, TreeCell, TreeCells } from '../model/dominator-rows.ts'
import type { CompleteHeap } from './heap.ts'
import { nodeRow } from './node-row.ts'

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
}

/**
 * The dominator tree below `top` by object: the nodes that retain most, and for each of them what of its children was
 * left out. Since a node retains no more than its dominator, the largest nodes hang together, and only they are looked
 * into. Children that retain nothing (their bytes count with their owners) appear nowhere.
 * O(children of the nodes shown), plus a logarithm for each that might be shown.
 */
export async function objectCells(
  heap: CompleteHeap,
  top: number,
  limits: CellLimits,
  task: Task,
): Promise<TreeCells> {
  const { retainedSize, dominated } = heap.ready.graph
  const minSize = Math.max(1, limits.minSize, limits.minShare * retainedSize[top]!)
  const waiting = new LargestFirst<Waiting>(Math.max(1, limits.maxCells))
  const drafts: Draft[] = []
  let looked = 0
  task.begin('answer', heap.ready.graph.snapshot.nodeCount)
  waiting.push(retainedSize[top]!, { node: top, parent: -1, depth: 0 })
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const cell = drafts.length
    const draft = { ...next, children: 0, below: 0, shown: 0, shownSize: 0 }
    drafts.push(draft)
    noteShown(drafts, draft, retainedSize[next.node]!)
    const depth = next.depth + 1
    const first = dominated.first[next.node]!
    const count = dominated.first[next.node + 1]! - first
    const least = depth > limits.maxDepth ? Infinity : minSize
    const look = (from: number, to: number): void => {
      for (let i = first + from; i < first + to; i++) {
        const node = dominated.node[i]!
        const size = retainedSize[node]!
        if (size === 0) continue
        draft.children++
        draft.below += size
        if (size >= least) waiting.push(size, { node, parent: cell, depth })
      }
    }
    await inSlices(task, count, look, looked)
    looked += count
  }
  task.end()
  return {
    cells: drafts.map((draft) => finish(heap, draft)),
    full: waiting.hasMore,
    maxDepth: limits.maxDepth,
  }
}

function noteShown(drafts: readonly Draft[], { parent }: Waiting, size: number): void {
  if (parent === -1) return
  drafts[parent]!.shown++
  drafts[parent]!.shownSize += size
}

function finish(heap: CompleteHeap, draft: Draft): TreeCell {
  const { node, parent, depth, children, below, shown, shownSize } = draft
  const size = heap.ready.graph.retainedSize[node]!
  const left = children - shown
  const rest: Gathered = { cells: left, objects: left, size: below - shownSize }
  return {
    parent,
    depth,
    size,
    own: heap.shallowSize[node]!,
    count: 1,
    heads: 1,
    rest,
    subject: { what: 'object', node: nodeRow(heap, node) },
  }
}

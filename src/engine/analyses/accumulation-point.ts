import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { NodeType } from '../model/kinds.ts'
import type { AccumulationPoint } from '../model/dominator-rows.ts'
import type { CompleteHeap } from './heap.ts'
import { nodeRow } from './node-row.ts'

/** The way goes on while the largest child retains at least this part of what its parent does. */
const LEAST_SHARE = 0.7
/** A longer chain is shown by its first and last nodes. */
const SHOWN_AT_EACH_END = 12

/**
 * Goes down from `start` to the largest child as long as that retains at least 0.7 of what its parent does, as Eclipse
 * Memory Analyzer does to find where the memory of a suspect gathers. The root and other things that are no objects hold
 * everything and stand for nothing: from them it goes to the largest child whatever its share.
 * O(children of the nodes on the way).
 */
export async function accumulationPoint(
  heap: CompleteHeap,
  start: number,
  task: Task,
): Promise<AccumulationPoint> {
  const { nodeType, nodeCount } = heap.snapshot
  const { retainedSize } = heap.ready.graph
  const way = new Way(heap, start)
  task.begin('answer', nodeCount)
  let looked = 0
  for (;;) {
    const node = way.last
    const { largest, below } = await lookBelow(heap, node, task, looked)
    looked += below + 1
    const isEnough = largest !== -1 && retainedSize[largest]! >= LEAST_SHARE * retainedSize[node]!
    if (largest !== -1 && (isEnough || nodeType[node] === NodeType.synthetic)) {
      way.goTo(largest)
      continue
    }
    task.end()
    return { ...way.rows(), largestBelow: largest === -1 ? null : nodeRow(heap, largest), below }
  }
}

/** The child that retains most, the first of equal ones, or -1 where none retains anything; and how many do. */
async function lookBelow(
  { ready }: CompleteHeap,
  node: number,
  task: Task,
  done: number,
): Promise<{ largest: number; below: number }> {
  const { dominated, retainedSize } = ready.graph
  const first = dominated.first[node]!
  let largest = -1
  let most = 0
  let below = 0
  const look = (from: number, to: number): void => {
    for (let i = first + from; i < first + to; i++) {
      const size = retainedSize[dominated.node[i]!]!
      if (size > 0) below++
      if (size > most) {
        most = size
        largest = dominated.node[i]!
      }
    }
  }
  await inSlices(task, dominated.first[node + 1]! - first, look, done)
  return { largest, below }
}

/** The nodes gone through. Lists are linked through millions of nodes, so those between the first and last are only counted. */
class Way {
  readonly #heap: CompleteHeap
  readonly #first: number[] = []
  readonly #lately: number[] = []
  #length = 0
  last: number

  constructor(heap: CompleteHeap, start: number) {
    this.#heap = heap
    this.last = start
    this.goTo(start)
  }

  goTo(node: number): void {
    this.last = node
    this.#length++
    if (this.#first.length < SHOWN_AT_EACH_END) {
      this.#first.push(node)
      return
    }
    this.#lately.push(node)
    if (this.#lately.length > 2 * SHOWN_AT_EACH_END) this.#lately.splice(0, SHOWN_AT_EACH_END)
  }

  rows(): Pick<AccumulationPoint, 'node' | 'steps' | 'chain' | 'skipped'> {
    const shown = [...this.#first, ...this.#lately.slice(-SHOWN_AT_EACH_END)]
    const row = (node: number) => nodeRow(this.#heap, node)
    const skipped = { count: this.#length - shown.length, after: this.#first.length }
    return { node: row(this.last), steps: this.#length - 1, chain: shown.map(row), skipped }
  }
}

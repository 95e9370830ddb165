import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { BitSet } from '../../base/bit-set.ts'
import type { WasteRow } from '../../model/finding-rows.ts'
import type { WholeHeap } from '../heap.ts'
import type { Finding } from './finding-row.ts'

/**
 * Gives each byte that findings claim to the first that claims it, so that what is counted adds up to no more than the heap.
 * O(nodes + claims): what lies below a node that was claimed whole is not walked again.
 * @param findings those that have a claim on a byte before others come first
 */
export async function wasteRows(
  heap: WholeHeap,
  findings: readonly Finding[],
  task: Task,
): Promise<WasteRow[]> {
  const ledger = new Ledger(heap)
  const claiming = findings.filter(({ draft }) => draft.saving)
  const rows: WasteRow[] = []
  task.begin('answer', claiming.length)
  await inSlices(task, claiming.length, (from, to) => {
    for (let i = from; i < to; i++) rows.push(ledger.enter(claiming[i]!))
  })
  task.end()
  return rows
}

class Ledger {
  readonly #heap: WholeHeap
  /** By node: bytes of its shallow size that are not claimed yet. */
  readonly #left: Float64Array
  /** The findings entered so far, by number. */
  readonly #keys: string[] = []
  /** By node: the number of the finding that claimed it first, plus one. */
  readonly #claimant: Uint32Array
  /** Nodes that are claimed with all that they dominate. */
  readonly #whole: BitSet

  constructor(heap: WholeHeap) {
    const { nodeCount } = heap.snapshot
    this.#heap = heap
    this.#left = new Float64Array(nodeCount)
    for (let node = 0; node < nodeCount; node++) this.#left[node] = heap.shallowSize[node]!
    this.#claimant = new Uint32Array(nodeCount)
    this.#whole = new BitSet(nodeCount)
  }

  enter({ key, rule, draft }: Finding): WasteRow {
    const { node, bytes } = draft.claims
    const number = this.#keys.push(key) - 1
    let claimed = 0
    let counted = 0
    const overlaps = new Map<number, number>()
    for (let i = 0; i < node.length; i++) {
      const entry = bytes ? this.#take(node[i]!, bytes[i]!, number) : this.#takeBelow(node[i]!, number)
      claimed += entry.claimed
      counted += entry.counted
      for (const [other, size] of entry.overlaps) add(overlaps, other, size)
    }
    const [most] = [...overlaps].sort((a, b) => b[1] - a[1])
    return {
      key,
      rule,
      owner: draft.owner,
      claimed,
      counted,
      overlapping: claimed - counted,
      overlapsWith: most ? this.#keys[most[0]]! : null,
    }
  }

  #take(node: number, bytes: number, number: number): Entry {
    const wanted = Math.min(bytes, this.#heap.shallowSize[node]!)
    const counted = Math.min(wanted, this.#left[node]!)
    const overlaps = new Map<number, number>()
    if (counted < wanted) overlaps.set(this.#claimant[node]! - 1, wanted - counted)
    this.#left[node]! -= counted
    if (counted > 0 && this.#claimant[node] === 0) this.#claimant[node] = number + 1
    return { claimed: wanted, counted, overlaps }
  }

  /** Takes a node with all that it dominates. */
  #takeBelow(top: number, number: number): Entry {
    const { dominated, retainedSize } = this.#heap.ready.graph
    let counted = 0
    const overlaps = new Map<number, number>()
    const stack = [top]
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (this.#whole.has(node)) {
        add(overlaps, this.#claimant[node]! - 1, retainedSize[node]!)
        continue
      }
      const entry = this.#take(node, this.#heap.shallowSize[node]!, number)
      counted += entry.counted
      for (const [other, size] of entry.overlaps) add(overlaps, other, size)
      this.#whole.add(node)
      if (this.#claimant[node] === 0) this.#claimant[node] = number + 1
      for (let i = dominated.first[node]!; i < dominated.first[node + 1]!; i++) stack.push(dominated.node[i]!)
    }
    return { claimed: retainedSize[top]!, counted, overlaps }
  }
}

function add(sums: Map<number, number>, key: number, size: number): void {
  sums.set(key, (sums.get(key) ?? 0) + size)
}

interface Entry {
  readonly claimed: number
  readonly counted: number
  /** Bytes that others claimed before, by their number. */
  readonly overlaps: ReadonlyMap<number, number>
}

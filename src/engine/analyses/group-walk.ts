import { grown } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { untilDone } from '../graph/in-slices.ts'
import { NodeType } from '../model/kinds.ts'
import type { CompleteHeap } from './heap.ts'
import { FOLDED, FOREST, type TreeGrouping } from './tree-grouping.ts'

/** What a cell is made of, without what is below it. */
export interface CellSums {
  /** Its objects; as in all lists, those of a size above 0 that are no synthetic roots. */
  readonly count: number
  /** The shallow bytes of all its nodes. */
  readonly own: number
}

/** The nodes of one group right below a cell. */
export interface Below {
  readonly group: number
  /** How many of the nodes retain anything. */
  readonly objects: number
  readonly size: number
}

/**
 * Walks through cells of the dominator tree by group. A cell is given by its heads: nodes of one group whose dominators
 * lie in the cell above. It holds them and, from each down, all of the same group or folded, as far as they hang together.
 *
 * The heads of a cell of group `FOREST` are looked at as if they were right below it: only folded ones are its own.
 *
 * One walk is made for many cells: what it keeps for a cell, the next cell overwrites.
 */
export class GroupWalk {
  readonly #heap: CompleteHeap
  readonly #grouping: TreeGrouping
  #stack = new Uint32Array(1024)
  #height = 0
  #group = FOLDED
  #count = 0
  #own = 0
  #onMember: ((node: number) => void) | null = null
  /** The heads of the cells below, in the order they were met. */
  #below = new Uint32Array(1024)
  /** The group of each. */
  #belowGroup = new Uint32Array(1024)
  #belowCount = 0
  /** By group; all 0 but for those in `#touched`. */
  readonly #size: Float64Array
  readonly #objects: Float64Array
  readonly #lengths: Uint32Array
  #touched: number[] = []
  #steps = 0

  constructor(heap: CompleteHeap, grouping: TreeGrouping) {
    this.#heap = heap
    this.#grouping = grouping
    this.#size = new Float64Array(grouping.count)
    this.#objects = new Float64Array(grouping.count)
    this.#lengths = new Uint32Array(grouping.count)
  }

  /** Walks through the cell of `group` with these heads. O(nodes of the cell + their children). */
  async walk(
    heads: Uint32Array,
    group: number,
    task: Task,
    onMember: ((node: number) => void) | null = null,
  ): Promise<CellSums> {
    this.#begin(heads, group, onMember)
    await untilDone(
      task,
      (budget) => this.#advance(budget),
      () => this.#steps,
    )
    return { count: this.#count, own: this.#own }
  }

  /** The same at one go, for filters, which cannot wait. */
  walkNow(heads: Uint32Array, group: number, onMember: ((node: number) => void) | null = null): CellSums {
    this.#begin(heads, group, onMember)
    this.#advance(Infinity)
    return { count: this.#count, own: this.#own }
  }

  #begin(heads: Uint32Array, group: number, onMember: ((node: number) => void) | null): void {
    for (const touched of this.#touched) this.#size[touched] = this.#objects[touched] = 0
    this.#touched = []
    this.#belowCount = this.#count = this.#own = this.#height = 0
    this.#group = group
    this.#onMember = onMember
    if (group !== FOREST) for (const head of heads) this.#push(head)
    else for (const head of heads) this.#meet(head)
  }

  /** The groups right below the cell that retain anything, in the order they were met. */
  below(): Below[] {
    const all = this.#touched.map((group) => ({
      group,
      objects: this.#objects[group]!,
      size: this.#size[group]!,
    }))
    return all.filter(({ size }) => size > 0)
  }

  /** The heads of all cells right below, those that retain nothing included; of this walk only until the next. */
  nodesBelow(): Uint32Array {
    return this.#below.subarray(0, this.#belowCount)
  }

  /** The heads of the cell of `group` right below. O(heads of all cells below). */
  headsOf(group: number): Uint32Array {
    return this.#below.subarray(0, this.#belowCount).filter((_, i) => this.#belowGroup[i] === group)
  }

  /** The heads of several cells below. O(heads of all cells below + groups asked for). */
  headsOfAll(wanted: readonly Below[]): Map<number, Uint32Array> {
    const lengths = this.#lengths
    lengths.fill(0)
    for (let i = 0; i < this.#belowCount; i++) lengths[this.#belowGroup[i]!]!++
    const heads = new Map<number, Uint32Array>()
    for (const { group } of wanted) heads.set(group, new Uint32Array(lengths[group]!))
    lengths.fill(0)
    // Most neighbours are of one group.
    let last = FOLDED
    let list: Uint32Array | undefined
    for (let i = 0; i < this.#belowCount; i++) {
      const group = this.#belowGroup[i]!
      if (group !== last) {
        last = group
        list = heads.get(group)
      }
      if (list) list[lengths[group]!++] = this.#below[i]!
    }
    return heads
  }

  /** Visits up to about `budget` nodes and says whether the cell is done. */
  #advance(budget: number): boolean {
    const { shallowSize, ready, snapshot } = this.#heap
    const { nodeType } = snapshot
    const { retainedSize, dominated } = ready.graph
    const { first, node: children } = dominated
    const { of } = this.#grouping
    const group = this.#group
    const onMember = this.#onMember
    let own = 0
    let count = 0
    let left = budget
    while (this.#height > 0 && left > 0) {
      const node = this.#stack[--this.#height]!
      const begin = first[node]!
      const end = first[node + 1]!
      const size = shallowSize[node]!
      if (size !== 0 && nodeType[node] !== NodeType.synthetic) {
        count++
        onMember?.(node)
      }
      own += size
      for (let i = begin; i < end; i++) {
        const child = children[i]!
        const its = of(child)
        if (its === FOLDED || its === group) this.#push(child)
        else this.#note(child, its, retainedSize[child]!)
      }
      left -= 1 + end - begin
    }
    this.#own += own
    this.#count += count
    if (budget !== Infinity) this.#steps += budget - left
    return this.#height === 0
  }

  /** Takes a node into the cell where it is folded, and below it otherwise. */
  #meet(node: number): void {
    const its = this.#grouping.of(node)
    if (its === FOLDED) this.#push(node)
    else this.#note(node, its, this.#heap.ready.graph.retainedSize[node]!)
  }

  #push(node: number): void {
    if (this.#height === this.#stack.length) this.#stack = grown(this.#stack, 2 * this.#height)
    this.#stack[this.#height++] = node
  }

  #note(node: number, group: number, size: number): void {
    const at = this.#belowCount++
    if (at === this.#below.length) {
      this.#below = grown(this.#below, 2 * at)
      this.#belowGroup = grown(this.#belowGroup, 2 * at)
    }
    this.#below[at] = node
    this.#belowGroup[at] = group
    if (size === 0) return
    if (this.#objects[group] === 0) this.#touched.push(group)
    this.#objects[group]!++
    this.#size[group]! += size
  }
}

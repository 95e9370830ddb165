import { BitSet } from '../../base/bit-set.ts'
import { TupleTable } from '../../base/tuple-table.ts'
import type { Barrier } from '../../graph/kept-only.ts'
import type { SourcePosition } from '../../model/rows.ts'

/** What things of one group are called and how they are held; see `KeptRow`. */
export interface HeldGroup {
  readonly name: string
  readonly holder: string
  readonly source: SourcePosition | null
}

/** What a keeper is made of and what it holds. */
export interface Held {
  /** Without this, what is kept cannot be reached. */
  readonly barrier: Barrier
  readonly groups: readonly HeldGroup[]
  /** By group: how many things. */
  readonly count: readonly number[]
  /** The nodes that things are made of; each is of one group. Not sorted. */
  readonly nodes: readonly number[]
  /** By position in `nodes`: the group's number. */
  readonly groupOf: readonly number[]
}

/** Sorts nodes into groups by keys of a few numbers, and makes a group's texts only once. */
export class HeldGroups {
  readonly #keys = new TupleTable()
  readonly #groups: HeldGroup[] = []
  readonly #count: number[] = []
  readonly #nodes: number[] = []
  readonly #groupOf: number[] = []
  readonly #met: BitSet
  readonly #key = new Uint32Array(4)

  constructor(nodeCount: number) {
    this.#met = new BitSet(nodeCount)
  }

  /** The group of a key of at most four numbers, which `make` describes when it is new. Counts one thing to it. */
  thing(key: readonly number[], make: () => HeldGroup): number {
    this.#key.fill(0)
    this.#key.set(key)
    const group = this.#keys.intern(this.#key, this.#key.length)
    if (group === this.#groups.length) {
      this.#groups.push(make())
      this.#count.push(0)
    }
    this.#count[group]!++
    return group
  }

  /** Puts a node into a group, unless it is in one already. */
  put(node: number, group: number): void {
    if (this.#met.has(node)) return
    this.#met.add(node)
    this.#nodes.push(node)
    this.#groupOf.push(group)
  }

  has(node: number): boolean {
    return this.#met.has(node)
  }

  held(barrier: Barrier): Held {
    return {
      barrier,
      groups: this.#groups,
      count: this.#count,
      nodes: this.#nodes,
      groupOf: this.#groupOf,
    }
  }
}

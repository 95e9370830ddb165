import { BitSet } from '../base/bit-set.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { ClassColumn, ClassInfo } from './classes.ts'
import { Derived } from './derived.ts'

/**
 * The nodes of each class: who looks for some of a few classes need not look at all nodes. Takes 4 bytes a node.
 * O(nodes).
 */
export const NODES_BY_CLASS = new Derived(async ({ snapshot, table }, task) => {
  const { nodeCount } = snapshot
  const { classOf, classes } = table
  const next = new Uint32Array(classes.length + 1)
  await inSlices(task, nodeCount, (from, to) => countClasses(classOf, from, to, next))
  for (let index = 1; index < next.length; index++) next[index]! += next[index - 1]!
  const first = next.slice()
  const nodes = new Uint32Array(nodeCount)
  await inSlices(task, nodeCount, (from, to) => sortClasses(classOf, from, to, next, nodes))
  return new NodesByClass(classes, first, nodes)
})

/** Counts the nodes of class c at `counts[c + 1]`. */
function countClasses(classOf: ClassColumn, from: number, to: number, counts: Uint32Array): void {
  for (let node = from; node < to; node++) counts[classOf[node]! + 1]!++
}

function sortClasses(
  classOf: ClassColumn,
  from: number,
  to: number,
  next: Uint32Array,
  sorted: Uint32Array,
): void {
  for (let node = from; node < to; node++) sorted[next[classOf[node]!]!++] = node
}

export class NodesByClass {
  readonly #classes: readonly ClassInfo[]
  /** By class, and one more: where its nodes begin. */
  readonly #first: Uint32Array
  readonly #nodes: Uint32Array

  constructor(classes: readonly ClassInfo[], first: Uint32Array, nodes: Uint32Array) {
    this.#classes = classes
    this.#first = first
    this.#nodes = nodes
  }

  /** The nodes of one class, ascending: a view, do not change it. O(1). */
  of(index: number): Uint32Array {
    return this.#nodes.subarray(this.#first[index], this.#first[index + 1])
  }

  /**
   * The nodes of all classes that are wanted, ascending; do not change them. O(classes + those nodes), and for more than one
   * class O(all nodes / 8).
   */
  among(isWanted: (info: ClassInfo, index: number) => boolean): Uint32Array {
    const wanted = [...this.#classes.keys()].filter(
      (index) => this.of(index).length > 0 && isWanted(this.#classes[index]!, index),
    )
    if (wanted.length <= 1) return wanted.length === 0 ? new Uint32Array(0) : this.of(wanted[0]!)
    const met = new BitSet(this.#nodes.length)
    let count = 0
    for (const index of wanted) {
      const nodes = this.of(index)
      for (let i = 0; i < nodes.length; i++) met.add(nodes[i]!)
      count += nodes.length
    }
    return met.toArray(count)
  }
}

import { EdgeType, NodeType } from '../../model/kinds.ts'
import { labelName, labelType } from '../../model/labels.ts'
import { linkTarget } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'

const NOT_ALL = 1
const FIRST_RECORD = 2
const ABSENT = -1

/**
 * Tells objects that have properties of all of some names, and where these lead. Names stay as they are when programs are
 * made smaller, unlike those of classes. What depends on names alone is worked out once for each sequence of names.
 */
export class KnownProperties {
  readonly #snapshot: Snapshot
  readonly #names: readonly ReadonlySet<number>[]
  /** By sequence: 0 not looked at yet, `NOT_ALL`, or the number of its record plus `FIRST_RECORD`. */
  readonly #bySequence: Uint32Array
  /** By record: the places of the edges, one for each name. */
  readonly #places: number[][] = []

  /** @param names for each property the strings that spell it */
  constructor(snapshot: Snapshot, names: readonly ReadonlySet<number>[]) {
    this.#snapshot = snapshot
    this.#names = names
    this.#bySequence = new Uint32Array(snapshot.edgeNames.count)
  }

  /** O(1), or O(edges) for the first node of a sequence. */
  hasAll(node: number): boolean {
    return this.#snapshot.nodeType[node] === NodeType.object && this.#recordOf(node) >= 0
  }

  /** Where a property leads of an object that has all of them. @param property its place in `names` */
  at(node: number, property: number): number {
    const place = this.#places[this.#recordOf(node)]![property]!
    return linkTarget(this.#snapshot.edgeLink[this.#snapshot.firstEdge[node]! + place]!)
  }

  #recordOf(node: number): number {
    const sequence = this.#snapshot.edgeNames.sequenceOf(node)
    if (this.#bySequence[sequence] === 0) this.#bySequence[sequence] = this.#look(node)
    return this.#bySequence[sequence]! - FIRST_RECORD
  }

  #look(node: number): number {
    const labels = this.#snapshot.edgeNames.labelsOf(node)
    const places = this.#names.map(() => ABSENT)
    for (let i = 0; i < labels.length; i++) {
      if (labelType(labels[i]!) !== EdgeType.property) continue
      const name = labelName(labels[i]!, this.#snapshot.edgeNames.columns.wide)
      const property = this.#names.findIndex((spelled) => spelled.has(name))
      if (property !== -1) places[property] = i
    }
    return places.includes(ABSENT) ? NOT_ALL : this.#places.push(places) - 1 + FIRST_RECORD
  }
}

import { labelName, labelType } from '../model/labels.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

const FIRST_RECORD = 1
const ABSENT = -1

/**
 * Follows edges of one type by some names, such as the fields of a library's objects, which no minifier changes, or the
 * engine's own references. What depends on names alone is worked out once for each sequence of names.
 */
export class NamedEdges {
  readonly #snapshot: Snapshot
  readonly #type: number
  readonly #names: readonly ReadonlySet<number>[]
  /** By sequence: 0 where it was not looked at yet, or the number of its record plus `FIRST_RECORD`. */
  readonly #bySequence: Uint32Array
  /** By record: the places of the edges, one for each name. Few are distinct. */
  readonly #places: number[][] = []
  readonly #recordOf = new Map<string, number>()

  /** @param type a number of `EdgeType` whose names are strings @param names for each edge the strings that spell it */
  constructor(snapshot: Snapshot, type: number, names: readonly ReadonlySet<number>[]) {
    this.#snapshot = snapshot
    this.#type = type
    this.#names = names
    this.#bySequence = new Uint32Array(snapshot.edgeNames.count)
  }

  /** Where an edge leads, or -1. O(1), or O(edges) for the first node of a sequence. @param name its place in `names` */
  at(node: number, name: number): number {
    const place = this.#placesOf(node)[name]!
    if (place === ABSENT) return -1
    return linkTarget(this.#snapshot.edgeLink[this.#snapshot.firstEdge[node]! + place]!)
  }

  /** Whether a node has edges of all names. */
  hasAll(node: number): boolean {
    return !this.#placesOf(node).includes(ABSENT)
  }

  #placesOf(node: number): readonly number[] {
    const sequence = this.#snapshot.edgeNames.sequenceOf(node)
    if (this.#bySequence[sequence] === 0) this.#bySequence[sequence] = this.#look(node) + FIRST_RECORD
    return this.#places[this.#bySequence[sequence]! - FIRST_RECORD]!
  }

  #look(node: number): number {
    const { edgeNames } = this.#snapshot
    const labels = edgeNames.labelsOf(node)
    const places = this.#names.map(() => ABSENT)
    for (let i = 0; i < labels.length; i++) {
      if (labelType(labels[i]!) !== this.#type) continue
      const name = labelName(labels[i]!, edgeNames.columns.wide)
      const at = this.#names.findIndex((spelled) => spelled.has(name))
      if (at !== -1) places[at] = i
    }
    const key = places.join()
    const record = this.#recordOf.get(key) ?? this.#places.push(places) - 1
    this.#recordOf.set(key, record)
    return record
  }
}

import { grown } from '../../base/columns.ts'
import type { Task } from '../../base/task.ts'
import { stringsWithText } from '../../graph/same-text.ts'
import { EdgeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'

/** The internal edges from an object to where it keeps what is in it, by their names. */
export const Part = { table: 0, elements: 1, properties: 2, buffer: 3 } as const
export type Part = (typeof Part)[keyof typeof Part]
const PARTS = Object.keys(Part)

const NOTHING = 1
const FIRST_RECORD = 2
const NO_EDGE = 0xffff_ffff

/** What an object's edges say of its backing stores. */
export interface ObjectParts {
  /** The node of a part, or -1. */
  readonly at: (node: number, part: Part) => number
  /** How many element edges an object has, and the largest index of one; -1 where it has none. */
  readonly elements: (node: number) => number
  readonly lastIndex: (node: number) => number
  /** Whether an object has properties of its own besides `__proto__`. */
  readonly hasProperties: (node: number) => boolean
  /** Whether an object has any part or element edge. */
  readonly hasAny: (node: number) => boolean
}

/**
 * Finds backing stores by the names of edges. What depends on names alone is worked out once for each sequence of
 * names. O(strings), then amortised O(1) a look-up and O(names) for each distinct sequence.
 */
export async function findParts(snapshot: Snapshot, task: Task): Promise<ObjectParts> {
  const [proto, ...names] = await stringsWithText(snapshot.strings, ['__proto__', ...PARTS], task)
  const parts = new SequenceParts(snapshot, names, proto!)
  return {
    at: (node, part) => parts.partAt(node, part),
    elements: (node) => parts.elements[parts.recordOf(node)] ?? 0,
    lastIndex: (node) => parts.lastIndex[parts.recordOf(node)] ?? -1,
    hasProperties: (node) => parts.properties[parts.recordOf(node)] === 1,
    hasAny: (node) => parts.hasAny(node),
  }
}

class SequenceParts {
  readonly #snapshot: Snapshot
  readonly #names: readonly ReadonlySet<number>[]
  readonly #proto: ReadonlySet<number>
  /** By sequence: 0 not looked at yet, `NOTHING`, or the number of its record plus `FIRST_RECORD`. */
  readonly #bySequence: Uint32Array
  #count = 0
  /** By record: offsets of the edges to the parts, four each. */
  #offsets = new Uint32Array(4 * 256)
  elements = new Uint32Array(256)
  lastIndex = new Float64Array(256)
  properties = new Uint8Array(256)
  #any = new Uint8Array(256)
  /** The offsets of the sequence that is looked at. */
  readonly #seen = new Uint32Array(PARTS.length)

  constructor(snapshot: Snapshot, names: readonly ReadonlySet<number>[], proto: ReadonlySet<number>) {
    this.#snapshot = snapshot
    this.#names = names
    this.#proto = proto
    this.#bySequence = new Uint32Array(snapshot.edgeNames.count)
  }

  /** -1 where the edges of the node say nothing of it. */
  recordOf(node: number): number {
    const sequence = this.#snapshot.edgeNames.sequenceOf(node)
    const known = this.#bySequence[sequence]!
    if (known !== 0) return known - FIRST_RECORD
    const record = this.#look(node)
    this.#bySequence[sequence] = record === -1 ? NOTHING : record + FIRST_RECORD
    return record
  }

  hasAny(node: number): boolean {
    const record = this.recordOf(node)
    return record !== -1 && this.#any[record] === 1
  }

  partAt(node: number, part: number): number {
    const record = this.recordOf(node)
    if (record === -1) return -1
    const offset = this.#offsets[4 * record + part]!
    if (offset === NO_EDGE) return -1
    return linkTarget(this.#snapshot.edgeLink[this.#snapshot.firstEdge[node]! + offset]!)
  }

  #look(node: number): number {
    const { edgeNames, edgeLink, firstEdge } = this.#snapshot
    const first = firstEdge[node]!
    const names = edgeNames.addressOf(node)
    const count = firstEdge[node + 1]! - first
    const offsets = this.#seen.fill(NO_EDGE)
    let elements = 0
    let last = -1
    let properties = 0
    for (let i = 0; i < count; i++) {
      const type = linkType(edgeLink[first + i]!)
      if (type === EdgeType.internal) {
        const part = this.#partNamed(edgeNames.nameAt(names, i))
        if (part !== -1) offsets[part] = i
      } else if (type === EdgeType.property) {
        if (properties === 0 && !this.#proto.has(edgeNames.nameAt(names, i))) properties = 1
      } else if (type === EdgeType.element) {
        elements++
        last = Math.max(last, edgeNames.nameAt(names, i))
      }
    }
    if (elements === 0 && properties === 0 && offsets.every((offset) => offset === NO_EDGE)) return -1
    return this.#keep(offsets, elements, last, properties)
  }

  #partNamed(name: number): number {
    for (let part = 0; part < PARTS.length; part++) if (this.#names[part]!.has(name)) return part
    return -1
  }

  #keep(offsets: Uint32Array, elements: number, last: number, properties: number): number {
    const record = this.#count++
    if (record === this.elements.length) {
      this.#offsets = grown(this.#offsets, 8 * record)
      this.elements = grown(this.elements, 2 * record)
      this.lastIndex = grown(this.lastIndex, 2 * record)
      this.properties = grown(this.properties, 2 * record)
      this.#any = grown(this.#any, 2 * record)
    }
    this.#offsets.set(offsets, 4 * record)
    this.elements[record] = elements
    this.lastIndex[record] = last
    this.properties[record] = properties
    this.#any[record] = elements > 0 || offsets.some((offset) => offset !== NO_EDGE) ? 1 : 0
    return record
  }
}

import { grown } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { TupleTable } from '../base/tuple-table.ts'
import { inSlices } from '../graph/in-slices.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { propertyText } from './names.ts'
import { LeafHash } from './strings/leaf-hash.ts'
import { sameText } from './strings/leaf-texts.ts'

/** What plain objects are called in a heap of V8, and of CPython. */
export const PLAIN = { v8: 'Object', python: 'dict' } as const

/** The plain objects with the property list of each; equal lists have equal numbers. */
export interface PropertyLists {
  readonly objects: Uint32Array
  readonly list: Uint32Array
  /** Sequences of property numbers in the order of the edges. */
  readonly lists: TupleTable
  /** How many properties there are, by their texts. */
  readonly properties: number
  /** How a list of several writes the property of a number. Most are never asked for. */
  written(property: number): string
}

/**
 * The plain objects (class `Object`, of Python `dict`, whose keys that are texts are its properties) of a heap with their
 * property lists, `__proto__` left out.
 * O(nodes + names in the distinct sequences of plain objects).
 */
export async function collectLists(snapshot: Snapshot, task: Task): Promise<PropertyLists> {
  const collector = new ListCollector(snapshot)
  await inSlices(task, snapshot.nodeCount, (from, to) => collector.run(from, to))
  return collector.found
}

class ListCollector {
  readonly #snapshot: Snapshot
  readonly #nodeName: Uint32Array
  readonly #isPlain: (name: number) => boolean
  readonly #interner: PropertyInterner
  #count = 0
  #objects = new Uint32Array(1024)
  #list = new Uint32Array(1024)

  constructor(snapshot: Snapshot) {
    const { python } = snapshot
    this.#snapshot = snapshot
    this.#nodeName = python?.className ?? snapshot.nodeName
    this.#isPlain = namesWithText(snapshot, python ? PLAIN.python : PLAIN.v8)
    this.#interner = new PropertyInterner(snapshot)
  }

  get found(): PropertyLists {
    return {
      objects: this.#objects.subarray(0, this.#count),
      list: this.#list.subarray(0, this.#count),
      lists: this.#interner.lists,
      properties: this.#interner.properties,
      written: (property) => this.#interner.written(property),
    }
  }

  /** Takes those of the nodes `from` to `to`. */
  run(from: number, to: number): void {
    const { nodeType } = this.#snapshot
    const nodeName = this.#nodeName
    for (let node = from; node < to; node++) {
      if (nodeType[node] === NodeType.object && this.#isPlain(nodeName[node]!)) this.#add(node)
    }
  }

  #add(node: number): void {
    const at = this.#count++
    if (at === this.#objects.length) {
      this.#objects = grown(this.#objects, 2 * at)
      this.#list = grown(this.#list, 2 * at)
    }
    this.#objects[at] = node
    this.#list[at] = this.#interner.listOf(node)
  }
}

/** A test for string indexes that read `text`; each index is decoded once. */
function namesWithText({ strings }: Snapshot, text: string): (name: number) => boolean {
  /** By string index: 0 not looked at yet, 1 other text, 2 this. */
  const known = new Uint8Array(strings.count)
  return (name) => {
    if (known[name] === 0) known[name] = strings.text(name) === text ? 2 : 1
    return known[name] === 2
  }
}

/** No property of the object itself. */
const LEFT_OUT = '__proto__'
/** So many bits of a hash are a small integer everywhere. */
const KEY_SHIFT = 2

/** Numbers property names by their text, of which it holds none that is not written, and lists of them by their order. */
export class PropertyInterner {
  readonly lists = new TupleTable()
  readonly #snapshot: Snapshot
  readonly #hash: LeafHash
  /** By property number: one of the strings that read so, and the one before it of the same hash, or -1. */
  readonly #string: number[] = []
  readonly #alike: number[] = []
  readonly #written: (string | undefined)[] = []
  /** By hash: the last property that has it. */
  readonly #byHash = new Map<number, number>()
  /** By sequence of edge names: its list plus one, 0 where it was not looked at yet. */
  readonly #bySequence: Uint32Array
  /** By string index: property number plus 2; 0 not looked at yet, 1 to be left out. */
  readonly #byString: Uint32Array
  #buffer = new Uint32Array(64)

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
    this.#hash = new LeafHash(snapshot.strings)
    this.#byString = new Uint32Array(snapshot.strings.count)
    this.#bySequence = new Uint32Array(snapshot.edgeNames.count)
  }

  /** The number of a node's property list. O(1), or O(edges) for the first node of a sequence. */
  listOf(node: number): number {
    const sequence = this.#snapshot.edgeNames.sequenceOf(node)
    const known = this.#bySequence[sequence]!
    if (known !== 0) return known - 1
    const list = this.#collect(node)
    this.#bySequence[sequence] = list + 1
    return list
  }

  #collect(node: number): number {
    const { edgeNames, firstEdge } = this.#snapshot
    const count = firstEdge[node + 1]! - firstEdge[node]!
    const address = edgeNames.addressOf(node)
    if (count > this.#buffer.length) this.#buffer = new Uint32Array(count * 2)
    let length = 0
    for (let place = 0; place < count; place++) {
      const label = edgeNames.labelAt(address, place)
      if (labelType(label) !== EdgeType.property) continue
      const name = labelName(label, [])
      const mark = this.#byString[name] || this.#number(name)
      if (mark > 1) this.#buffer[length++] = mark - 2
    }
    return this.lists.intern(this.#buffer, length)
  }

  get properties(): number {
    return this.#string.length
  }

  /** See `PropertyLists`. */
  written(property: number): string {
    const { strings } = this.#snapshot
    return (this.#written[property] ??= propertyText(strings.text(this.#string[property]!)))
  }

  #number(string: number): number {
    this.#hash.read(string)
    const mayBeLeftOut = this.#hash.length === LEFT_OUT.length
    const isLeftOut = mayBeLeftOut && this.#snapshot.strings.text(string) === LEFT_OUT
    const mark = isLeftOut ? 1 : this.#property(string, this.#hash.hash >>> KEY_SHIFT) + 2
    this.#byString[string] = mark
    return mark
  }

  #property(string: number, key: number): number {
    const last = this.#byHash.get(key) ?? -1
    for (let property = last; property !== -1; property = this.#alike[property]!) {
      if (sameText(this.#snapshot.strings, this.#string[property]!, string)) return property
    }
    const property = this.#string.push(string) - 1
    this.#alike.push(last)
    this.#byHash.set(key, property)
    return property
  }
}

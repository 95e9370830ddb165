import type { CompleteHeap } from '../analyses/heap.ts'
import type { StringHashes } from '../analyses/string-hashes.ts'
import { BitSet } from '../base/bit-set.ts'
import { placeOf } from '../base/place-of.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import { linkTarget, linkType } from '../model/links.ts'
import { stringsInCode } from './code-evidence.ts'
import { findPythonKeys } from './python-keys.ts'
import { labelsOf, type Sequences } from './sequences.ts'

/** With fewer keys an object is taken for a record. */
const FEW_KEYS = 8
/** With so many keys it is taken for a table, whatever it holds. */
const MANY_KEYS = 64
/** A name that so many objects have is rare, or an eighth as many as the object has names. */
const RARE = 3
/** Of the values of a table that are of one class. */
const ALIKE = 0.9
/** Scopes, and global objects, which have the names of all that the language and the page know. */
const NOT_TABLES = /^(?:system \/|Window(?: |$)|global(?:This)?(?: |$)|GlobalObject|Object \[JSGlobal)/

/** Hashes of names (`StringHashes`) that other captures of the same share take as keys, ascending. */
export type KnownKeys = Uint32Array

/**
 * Which properties are keys of tables: the objects that a program uses as one. By label, as `Sequences` counts them:
 * 1 where the name is a key.
 */
export async function findKeys(
  heap: CompleteHeap,
  sequences: Sequences,
  known: KnownKeys | null,
  hashes: StringHashes,
  task: Task,
  done: number,
): Promise<BitSet> {
  const { python } = heap.snapshot
  if (python) return findPythonKeys(heap, python, sequences, { keys: known, hashes }, task, done)
  const finder = new KeyFinder(heap, sequences, known, hashes)
  finder.inCode = await stringsInCode(heap.snapshot, task, done)
  const { nodeCount } = heap.snapshot
  await inSlices(task, nodeCount, (from, to) => finder.notePrototypes(from, to), done + nodeCount)
  await inSlices(task, sequences.count, (from, to) => finder.scan(from, to), done + 2 * nodeCount)
  return finder.keys
}

class KeyFinder {
  readonly keys: BitSet
  inCode = new BitSet(0)
  readonly #heap: CompleteHeap
  readonly #sequences: Sequences
  readonly #known: KnownKeys | null
  readonly #hashes: StringHashes
  /** By string: how many nodes have a property of that name. */
  readonly #uses: Uint32Array
  readonly #prototypes: BitSet
  /** By sequence: where `__proto__` stands in it, plus one; 0 where it does not. */
  readonly #protoAt: Uint32Array
  /** By class number. */
  readonly #mayBe: readonly boolean[]

  constructor(heap: CompleteHeap, sequences: Sequences, known: KnownKeys | null, hashes: StringHashes) {
    const { snapshot, table } = heap
    this.#heap = heap
    this.#sequences = sequences
    this.#known = known
    this.#hashes = hashes
    this.keys = new BitSet(sequences.start[sequences.count]!)
    this.#uses = new Uint32Array(snapshot.strings.count)
    this.#prototypes = new BitSet(snapshot.nodeCount)
    this.#protoAt = new Uint32Array(sequences.count)
    this.#mayBe = table.classes.map(({ name }) => !NOT_TABLES.test(name))
    for (let sequence = 0; sequence < sequences.count; sequence++) this.#count(sequence)
  }

  #count(sequence: number): void {
    const { strings } = this.#heap.snapshot
    const nodes = this.#sequences.nodes[sequence]!
    const labels = labelsOf(this.#heap.snapshot, this.#sequences, sequence)
    for (let i = 0; i < labels.length; i++) {
      if (labelType(labels[i]!) !== EdgeType.property) continue
      const name = labelName(labels[i]!, [])
      this.#uses[name]! += nodes
      if (strings.byteLength(name) === PROTO.length && strings.text(name) === PROTO)
        this.#protoAt[sequence] = i + 1
    }
  }

  notePrototypes(from: number, to: number): void {
    const { edgeNames, firstEdge, edgeLink } = this.#heap.snapshot
    for (let node = from; node < to; node++) {
      const at = this.#protoAt[edgeNames.sequenceOf(node)]!
      if (at > 0) this.#prototypes.add(linkTarget(edgeLink[firstEdge[node]! + at - 1]!))
    }
  }

  scan(from: number, to: number): void {
    for (let sequence = from; sequence < to; sequence++) {
      if (this.#sequences.nodes[sequence] === 0) continue
      const node = this.#sequences.someNode[sequence]!
      if (this.#heap.snapshot.nodeType[node] !== NodeType.object) continue
      if (!this.#mayBe[this.#heap.table.classOf[node]!]) continue
      if (this.#hasRareNames(node)) this.#look(sequence, node)
    }
  }

  /** Whether it is worth a look: it has enough names that hardly anything else has, or that are keys elsewhere. */
  #hasRareNames(node: number): boolean {
    const labels = this.#heap.snapshot.edgeNames.labelsOf(node)
    if (this.#known === null && labels.length < FEW_KEYS) return false
    let names = 0
    for (const label of labels) if (labelType(label) === EdgeType.property) names++
    let rare = 0
    for (const label of labels) {
      if (labelType(label) !== EdgeType.property) continue
      if (this.#isRare(labelName(label, []), names) || this.#isKnown(labelName(label, []))) rare++
    }
    return rare > 0 && 2 * rare >= names - 1
  }

  #isRare(name: number, names: number): boolean {
    return this.#uses[name]! <= Math.max(RARE, names >>> 3)
  }

  #isKnown(name: number): boolean {
    return this.#known !== null && placeOf(this.#known, this.#hashes.of(name)) !== -1
  }

  #look(sequence: number, node: number): void {
    const { edgeNames, firstEdge, edgeLink } = this.#heap.snapshot
    const labels = edgeNames.labelsOf(node)
    const functions = this.#functionNames(node)
    /** Places of what may be keys. */
    const data: number[] = []
    let rare = 0
    let known = 0
    const values = new Map<number, number>()
    for (let i = 0; i < labels.length; i++) {
      if (labelType(labels[i]!) !== EdgeType.property || i === this.#protoAt[sequence]! - 1) continue
      const name = labelName(labels[i]!, [])
      const target = linkTarget(edgeLink[firstEdge[node]! + i]!)
      const isKnown = this.#isKnown(name)
      if (!isKnown && (this.inCode.has(name) || this.#isOfCode(target, name, functions))) continue
      data.push(i)
      if (isKnown) known++
      if (this.#isRare(name, labels.length)) rare++
      const kind = this.#heap.table.classOf[target]!
      values.set(kind, (values.get(kind) ?? 0) + 1)
    }
    if (data.length === 0) return
    const isTable =
      // Of a redacted heap nobody can tell any more what code refers to; its keys were taken.
      !this.#heap.snapshot.strings.isRedacted &&
      data.length >= FEW_KEYS &&
      2 * rare >= data.length &&
      !this.#prototypes.has(node) &&
      !this.#hasConstructor(node) &&
      (data.length >= MANY_KEYS || this.#isSlow(node) || Math.max(...values.values()) >= ALIKE * data.length)
    if (!isTable && 2 * known < data.length) return
    for (const i of data) this.keys.add(this.#sequences.start[sequence]! + i)
  }

  /** How many of an object's values are functions of a name, by its string. */
  #functionNames(node: number): Map<number, number> {
    const { firstEdge, edgeLink, nodeType, nodeName } = this.#heap.snapshot
    const found = new Map<number, number>()
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (linkType(edgeLink[edge]!) !== EdgeType.property || nodeType[target] !== NodeType.closure) continue
      found.set(nodeName[target]!, (found.get(nodeName[target]!) ?? 0) + 1)
    }
    return found
  }

  /**
   * Whether a property is one that source code has: a symbol, an accessor, a function with a name of its own. Functions of
   * one name under many keys are callbacks.
   */
  #isOfCode(target: number, name: number, functions: ReadonlyMap<number, number>): boolean {
    const { nodeType, nodeName, strings } = this.#heap.snapshot
    const text = strings.text(name)
    if (/^(?:<symbol|[gs]et .)/.test(text)) return true
    const type = nodeType[target]
    if (type === NodeType.hidden || type === NodeType.native) {
      return strings.text(nodeName[target]!).startsWith('system / Accessor')
    }
    if (type !== NodeType.closure) return false
    const own = strings.text(nodeName[target]!).replace(/^[gs]et /, '')
    if (own === '') return false
    return functions.get(nodeName[target]!) === 1 || text.toLowerCase().endsWith(own.toLowerCase())
  }

  /** Whether an object has a function as `constructor`, as prototypes have. */
  #hasConstructor(node: number): boolean {
    const { firstEdge, edgeLink, edgeNames, nodeType, strings } = this.#heap.snapshot
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      if (linkType(edgeLink[edge]!) !== EdgeType.property) continue
      const isFunction = nodeType[linkTarget(edgeLink[edge]!)] === NodeType.closure
      if (isFunction && strings.text(edgeNames.at(node, edge)) === 'constructor') return true
    }
    return false
  }

  /** Whether it is a plain object whose properties V8 keeps in a hash table, as where they come and go. */
  #isSlow(node: number): boolean {
    const { firstEdge, edgeLink, edgeNames, nodeType, nodeName, strings } = this.#heap.snapshot
    if (strings.text(nodeName[node]!) !== 'Object') return false
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (linkType(edgeLink[edge]!) !== EdgeType.internal || nodeType[target] !== NodeType.array) continue
      if (strings.text(edgeNames.at(node, edge)) !== 'properties') continue
      return strings.text(nodeName[target]!) === '(object properties)'
    }
    return false
  }
}

const PROTO = '__proto__'

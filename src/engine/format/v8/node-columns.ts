import { asDoubles, column, grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import { MAX_NODES } from '../../model/links.ts'
import type { Snapshot, WideColumn } from '../../model/snapshot.ts'
import type { NumberSink } from '../json/number-section.ts'
import { createNodeText, type NodeText } from '../kernel/node-text.ts'
import { MAX_UINT32, type NumberParser, type WideNumber } from '../kernel/number-parser.ts'
import type { NodeLayout } from './meta.ts'
import { PythonColumns, type PythonHeader } from './python-columns.ts'

/** The columns of a snapshot that come from its nodes. */
export type FinishedNodes = Pick<
  Snapshot,
  'nodeType' | 'nodeName' | 'nodeId' | 'selfSize' | 'firstEdge' | 'detachedness' | 'nodeTrace' | 'python'
>

/** Scatters the records of the section `nodes` into columns. */
export class NodeColumns implements NumberSink {
  readonly stride: number
  readonly #layout: NodeLayout
  readonly #codes: Uint8Array
  #type: Uint8Array
  #name: Uint32Array
  #id: WideColumn
  #selfSize: WideColumn
  #edgeEnd: Uint32Array
  /** Empty until a node's is known. */
  #detachedness: Uint8Array
  /** Empty until a node has one. */
  #trace: Uint32Array
  readonly #python: PythonColumns | null
  /** Null in captures of Python, which have fields of their own. */
  readonly #text: NodeText | null
  #count = 0
  #edges = 0
  #maxName = 0
  #finished: FinishedNodes | undefined

  /**
   * @param codes our type for each of the file's type numbers
   * @param parser reads the section
   * @param capacity how many nodes to make room for at first
   * @param shared whether other threads should see the columns
   * @param python null but for captures of Python
   */
  constructor(
    layout: NodeLayout,
    codes: Uint8Array,
    parser: NumberParser,
    capacity: number,
    shared: boolean,
    python: PythonHeader | null = null,
  ) {
    this.stride = layout.stride
    this.#layout = layout
    this.#codes = codes
    this.#type = column(Uint8Array, capacity, shared)
    this.#name = column(Uint32Array, capacity, shared)
    this.#id = column(Uint32Array, capacity, shared)
    this.#selfSize = column(Uint32Array, capacity, shared)
    // One more than there are nodes; entry 0 stays 0.
    this.#edgeEnd = column(Uint32Array, capacity + 1, shared)
    this.#detachedness = column(Uint8Array, 0, shared)
    this.#trace = column(Uint32Array, 0, shared)
    this.#python = python && new PythonColumns(python, layout.stride, shared)
    this.#text = python ? null : createNodeText(parser, layout.stride, codes)
  }

  get count(): number {
    return this.#count
  }

  /** The edges that all nodes together declare. */
  get edges(): number {
    return this.#edges
  }

  /** The largest string index used as a name. */
  get maxName(): number {
    return this.#maxName
  }

  get readsText(): boolean {
    return this.#text !== null
  }

  takeText(position: number): number {
    const text = this.#text!
    const end = text.run(position)
    const count = text.taken
    const first = this.#count
    if (first + count > this.#type.length) this.#grow(first + count)
    this.#takeCodes(text, first)
    this.#name.set(text.field(this.#layout.name), first)
    this.#maxName = Math.max(this.#maxName, text.largest(this.#layout.name))
    this.#id.set(text.field(this.#layout.id), first)
    this.#selfSize.set(text.field(this.#layout.selfSize), first)
    this.#takeEdgeEnds(text, first)
    this.#takeSeldom(text, first)
    this.#count = first + count
    return end
  }

  accept(numbers: Uint32Array, count: number, wide: readonly WideNumber[]): void {
    const first = this.#count
    if (first + count > this.#type.length) this.#grow(first + count)
    this.#takeTypes(numbers, count, first)
    this.#takePlain(numbers, count, first)
    this.#takeEdgeCounts(numbers, count, first)
    const { stride } = this
    const { detachedness, trace } = this.#layout
    if (detachedness !== -1) this.#takeDetachedness(numbers, count, first, detachedness, stride)
    if (trace !== -1) this.#takeTraces(numbers, count, first, trace, stride)
    this.#python?.accept(numbers, count, wide)
    for (const { at, value } of wide) {
      this.#takeWide(first + Math.floor(at / this.stride), at % this.stride, value)
    }
    this.#count = first + count
  }

  /** All columns as they are in a snapshot, and nothing more is taken: always the same. */
  finish(): FinishedNodes {
    return (this.#finished ??= this.#trim())
  }

  #trim(): FinishedNodes {
    const n = this.#count
    const nodeName = trimmed(this.#name, n)
    const nodeId = trimmed(this.#id, n)
    return {
      nodeType: trimmed(this.#type, n),
      ...(this.#python?.finish(nodeName, nodeId) ?? { nodeName, nodeId, python: null }),
      selfSize: trimmed(this.#selfSize, n),
      firstEdge: trimmed(this.#edgeEnd, n + 1),
      detachedness: this.#layout.detachedness === -1 ? null : trimmed(this.#detachedness, n),
      nodeTrace: this.#trace.length === 0 ? null : trimmed(this.#trace, n),
    }
  }

  #grow(needed: number): void {
    if (needed > MAX_NODES) {
      throw new HeapError(
        'out-of-memory',
        `The capture has more than ${MAX_NODES} nodes, more than can be held.`,
      )
    }
    const capacity = Math.min(MAX_NODES, nextCapacity(this.#type.length, needed))
    this.#type = grown(this.#type, capacity)
    this.#name = grown(this.#name, capacity)
    this.#id = grown(this.#id, capacity)
    this.#selfSize = grown(this.#selfSize, capacity)
    this.#edgeEnd = grown(this.#edgeEnd, capacity + 1)
    if (this.#detachedness.length > 0) this.#detachedness = grown(this.#detachedness, capacity)
    if (this.#trace.length > 0) this.#trace = grown(this.#trace, capacity)
  }

  #takeCodes(text: NodeText, first: number): void {
    const codes = text.codes(this.#layout.type)
    if (codes.length < text.taken) {
      throw this.#noType(first + codes.length, text.field(this.#layout.type)[codes.length]!)
    }
    this.#type.set(codes, first)
  }

  #takeEdgeEnds(text: NodeText, first: number): void {
    const { edgeCount } = this.#layout
    const fitting = text.addUp(edgeCount, this.#edges)
    const ends = text.field(edgeCount)
    const edges = fitting === 0 ? this.#edges : ends[fitting - 1]!
    if (fitting < ends.length) {
      throw tooManyEdges(first + fitting, ends[fitting]!, edges + ends[fitting]!)
    }
    this.#edgeEnd.set(ends, first + 1)
    this.#edges = edges
  }

  /** Fields that most captures have, and few nodes. */
  #takeSeldom(text: NodeText, first: number): void {
    const { detachedness, trace } = this.#layout
    if (detachedness !== -1 && text.largest(detachedness) > 0)
      this.#takeDetachedness(text.field(detachedness), text.taken, first, 0, 1)
    if (trace !== -1 && text.largest(trace) > 0) this.#takeTraces(text.field(trace), text.taken, first, 0, 1)
  }

  #takeTypes(numbers: Uint32Array, count: number, first: number): void {
    const { stride } = this
    const codes = this.#codes
    const types = this.#type
    for (let i = 0, at = this.#layout.type; i < count; i++, at += stride) {
      const type = numbers[at]!
      if (type >= codes.length) throw this.#noType(first + i, type)
      types[first + i] = codes[type]!
    }
  }

  #takePlain(numbers: Uint32Array, count: number, first: number): void {
    const { stride } = this
    const { name, id, selfSize } = this.#layout
    const names = this.#name
    const ids = this.#id
    const sizes = this.#selfSize
    let max = this.#maxName
    for (let i = 0, at = 0; i < count; i++, at += stride) {
      const value = numbers[at + name]!
      if (value > max) max = value
      names[first + i] = value
      ids[first + i] = numbers[at + id]!
      sizes[first + i] = numbers[at + selfSize]!
    }
    this.#maxName = max
  }

  /** @param field where the first node's number stands, and `stride` how far the next one's is behind it */
  #takeDetachedness(numbers: Uint32Array, count: number, first: number, field: number, stride: number): void {
    for (let i = 0, at = field; i < count; i++, at += stride) {
      if (numbers[at] !== 0) {
        if (this.#detachedness.length === 0) this.#detachedness = grown(this.#detachedness, this.#type.length)
        this.#detachedness[first + i] = numbers[at]!
      }
    }
  }

  /** @param field where the first node's number stands, and `stride` how far the next one's is behind it */
  #takeTraces(numbers: Uint32Array, count: number, first: number, field: number, stride: number): void {
    for (let i = 0, at = field; i < count; i++, at += stride) {
      const id = numbers[at]!
      if (id !== 0) {
        if (this.#trace.length === 0) this.#trace = grown(this.#trace, this.#type.length)
        this.#trace[first + i] = id
      }
    }
  }

  #takeEdgeCounts(numbers: Uint32Array, count: number, first: number): void {
    const { stride } = this
    const ends = this.#edgeEnd
    let edges = this.#edges
    for (let i = 0, at = this.#layout.edgeCount; i < count; i++, at += stride) {
      edges += numbers[at]!
      if (edges > MAX_UINT32) throw tooManyEdges(first + i, numbers[at]!, edges)
      ends[first + i + 1] = edges
    }
    this.#edges = edges
  }

  #noType(node: number, type: number): HeapError {
    return bad(`Node ${node} has type ${type}, but the file declares only ${this.#codes.length} node types`)
  }

  /** Ids and sizes may need more than 32 bits; their column then becomes doubles. Nothing else may. */
  #takeWide(node: number, field: number, value: number): void {
    const isWide = field === this.#layout.id || field === this.#layout.selfSize
    if (this.#python?.isWide(field)) return
    if (!isWide || value < 0 || !Number.isSafeInteger(value)) {
      throw bad(`Node ${node} has ${value} in field ${field + 1} of its record, which cannot be`)
    }
    if (field === this.#layout.id) this.#id = withWide(this.#id, node, value)
    else this.#selfSize = withWide(this.#selfSize, node, value)
  }
}

function tooManyEdges(node: number, edges: number, all: number): HeapError {
  return bad(`Node ${node} declares ${edges} edges, which makes ${all} in all`)
}

function withWide(narrow: WideColumn, node: number, value: number): WideColumn {
  const doubles = narrow instanceof Float64Array ? narrow : asDoubles(narrow)
  doubles[node] = value
  return doubles
}

function bad(what: string): HeapError {
  return new HeapError('bad-number', `${what} (section “nodes”); the file is damaged, capture it again.`)
}

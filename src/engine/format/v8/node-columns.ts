import { grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import type { WideColumn } from '../../model/snapshot.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { NodeLayout } from './meta.ts'

const MAX_UINT32 = 0xffff_ffff
/** Node indexes must leave room for marks in 32 bits. */
const MAX_NODES = 0xffff_fff0

type MutableWide = Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/** Scatters the records of the section `nodes` into columns. */
export class NodeColumns implements NumberSink {
  readonly stride: number
  readonly #layout: NodeLayout
  readonly #codes: Uint8Array
  #type: Uint8Array<ArrayBuffer>
  #name: Uint32Array<ArrayBuffer>
  #id: MutableWide
  #selfSize: MutableWide
  #edgeEnd: Uint32Array<ArrayBuffer>
  #traceNode: Uint32Array<ArrayBuffer> | null
  #detachedness: Uint8Array<ArrayBuffer> | null
  #count = 0
  #edges = 0
  #maxName = 0

  /**
   * @param codes our type for each of the file's type numbers
   * @param capacity how many nodes to make room for at first
   */
  constructor(layout: NodeLayout, codes: Uint8Array, capacity: number) {
    this.stride = layout.stride
    this.#layout = layout
    this.#codes = codes
    this.#type = new Uint8Array(capacity)
    this.#name = new Uint32Array(capacity)
    this.#id = new Uint32Array(capacity)
    this.#selfSize = new Uint32Array(capacity)
    // One more than there are nodes; entry 0 stays 0.
    this.#edgeEnd = new Uint32Array(capacity + 1)
    this.#traceNode = layout.traceNode === -1 ? null : new Uint32Array(capacity)
    this.#detachedness = layout.detachedness === -1 ? null : new Uint8Array(capacity)
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

  accept(values: Float64Array, count: number): void {
    const first = this.#count
    const records = count / this.stride
    if (first + records > this.#type.length) this.#grow(first + records)
    this.#takeTypes(values, count, first)
    this.#takeNames(values, count, first)
    this.#id = takeWide(this.#id, values, count, this.#layout.id, this.stride, first)
    this.#selfSize = takeWide(this.#selfSize, values, count, this.#layout.selfSize, this.stride, first)
    this.#takeEdgeCounts(values, count, first)
    if (this.#traceNode) takeInto(this.#traceNode, values, count, this.#layout.traceNode, this.stride, first)
    if (this.#detachedness)
      takeInto(this.#detachedness, values, count, this.#layout.detachedness, this.stride, first)
    this.#count = first + records
  }

  finish() {
    const n = this.#count
    return {
      nodeType: trimmed(this.#type, n),
      nodeName: trimmed(this.#name, n),
      nodeId: trimmed(this.#id, n) as WideColumn,
      selfSize: trimmed(this.#selfSize, n) as WideColumn,
      firstEdge: trimmed(this.#edgeEnd, n + 1),
      traceNode: this.#traceNode && trimmed(this.#traceNode, n),
      detachedness: this.#detachedness && trimmed(this.#detachedness, n),
    }
  }

  #grow(needed: number): void {
    if (needed > MAX_NODES) {
      throw new HeapError(
        'out-of-memory',
        'The capture has more than 4,294,967,280 nodes, more than can be held.',
      )
    }
    const capacity = Math.min(MAX_NODES, nextCapacity(this.#type.length, needed))
    this.#type = grown(this.#type, capacity)
    this.#name = grown(this.#name, capacity)
    this.#id = grown(this.#id, capacity)
    this.#selfSize = grown(this.#selfSize, capacity)
    this.#edgeEnd = grown(this.#edgeEnd, capacity + 1)
    this.#traceNode &&= grown(this.#traceNode, capacity)
    this.#detachedness &&= grown(this.#detachedness, capacity)
  }

  #takeTypes(values: Float64Array, count: number, first: number): void {
    const { stride } = this
    const codes = this.#codes
    const column = this.#type
    for (let i = this.#layout.type, node = first; i < count; i += stride, node++) {
      const type = values[i]!
      if (!(type < codes.length && type >= 0)) {
        throw bad(`Node ${node} has type ${type}, but the file declares only ${codes.length} node types`)
      }
      column[node] = codes[type]!
    }
  }

  #takeNames(values: Float64Array, count: number, first: number): void {
    const { stride } = this
    const column = this.#name
    let max = this.#maxName
    for (let i = this.#layout.name, node = first; i < count; i += stride, node++) {
      const name = values[i]!
      if (name > max) max = name
      if (name < 0) throw bad(`Node ${node} has the name number ${name}`)
      column[node] = name
    }
    this.#maxName = max
  }

  #takeEdgeCounts(values: Float64Array, count: number, first: number): void {
    const { stride } = this
    const column = this.#edgeEnd
    let edges = this.#edges
    for (let i = this.#layout.edgeCount, node = first; i < count; i += stride, node++) {
      edges += values[i]!
      if (values[i]! < 0 || edges > MAX_UINT32) {
        throw bad(`Node ${node} declares ${values[i]} edges, which makes ${edges} in all`)
      }
      column[node + 1] = edges
    }
    this.#edges = edges
  }
}

/** Copies one field of the records into a wide column, which becomes doubles when a value does not fit. */
function takeWide(
  column: MutableWide,
  values: Float64Array,
  count: number,
  field: number,
  stride: number,
  first: number,
): MutableWide {
  for (let i = field, node = first; i < count; i += stride, node++) {
    const value = values[i]!
    if ((value > MAX_UINT32 || value < 0) && column instanceof Uint32Array) {
      if (value < 0 || !Number.isSafeInteger(value)) {
        throw bad(`Node ${node} has ${value} where an id or a size belongs`)
      }
      return takeWide(Float64Array.from(column), values, count, field, stride, first)
    }
    column[node] = value
  }
  return column
}

function takeInto(
  column: Uint8Array | Uint32Array,
  values: Float64Array,
  count: number,
  field: number,
  stride: number,
  first: number,
): void {
  for (let i = field, node = first; i < count; i += stride, node++) {
    column[node] = values[i]!
  }
}

function bad(what: string): HeapError {
  return new HeapError('bad-number', `${what} in section “nodes”; the file is damaged, capture it again.`)
}

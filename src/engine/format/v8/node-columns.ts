import { asDoubles, column, grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import { MAX_NODES } from '../../model/links.ts'
import type { WideColumn } from '../../model/snapshot.ts'
import type { NumberSink } from '../json/number-section.ts'
import { MAX_UINT32, type WideValue } from '../kernel/record-parser.ts'
import { maxOf } from './max-of.ts'
import type { NodeLayout } from './meta.ts'

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
  #count = 0
  #edges = 0
  #maxName = 0

  /**
   * @param codes our type for each of the file's type numbers
   * @param capacity how many nodes to make room for at first
   * @param shared whether other threads should see the columns
   */
  constructor(layout: NodeLayout, codes: Uint8Array, capacity: number, shared: boolean) {
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

  accept(columns: readonly Uint32Array[], count: number, wide: readonly WideValue[]): void {
    const { type, name, id, selfSize, edgeCount, detachedness } = this.#layout
    const first = this.#count
    if (first + count > this.#type.length) this.#grow(first + count)
    this.#name.set(columns[name]!.subarray(0, count), first)
    this.#id.set(columns[id]!.subarray(0, count), first)
    this.#selfSize.set(columns[selfSize]!.subarray(0, count), first)
    if (detachedness !== -1) this.#takeDetachedness(columns[detachedness]!, count, first)
    this.#takeTypes(columns[type]!, count, first)
    this.#maxName = Math.max(this.#maxName, maxOf(columns[name]!, count))
    this.#takeEdgeCounts(columns[edgeCount]!, count, first)
    for (const value of wide) this.#takeWide(value, first)
    this.#count = first + count
  }

  finish() {
    const n = this.#count
    return {
      nodeType: trimmed(this.#type, n),
      nodeName: trimmed(this.#name, n),
      nodeId: trimmed(this.#id, n),
      selfSize: trimmed(this.#selfSize, n),
      firstEdge: trimmed(this.#edgeEnd, n + 1),
      detachedness: this.#layout.detachedness === -1 ? null : trimmed(this.#detachedness, n),
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
  }

  #takeTypes(types: Uint32Array, count: number, first: number): void {
    const codes = this.#codes
    const ours = this.#type
    for (let i = 0; i < count; i++) {
      const type = types[i]!
      if (type >= codes.length) {
        throw bad(`Node ${first + i} has type ${type}, but the file declares only ${codes.length} node types`)
      }
      ours[first + i] = codes[type]!
    }
  }

  #takeDetachedness(states: Uint32Array, count: number, first: number): void {
    if (this.#detachedness.length === 0) {
      if (maxOf(states, count) === 0) return
      this.#detachedness = grown(this.#detachedness, this.#type.length)
    }
    this.#detachedness.set(states.subarray(0, count), first)
  }

  #takeEdgeCounts(counts: Uint32Array, count: number, first: number): void {
    const ends = this.#edgeEnd
    let edges = this.#edges
    for (let i = 0; i < count; i++) {
      edges += counts[i]!
      if (edges > MAX_UINT32) {
        throw bad(`Node ${first + i} declares ${counts[i]} edges, which makes ${edges} in all`)
      }
      ends[first + i + 1] = edges
    }
    this.#edges = edges
  }

  /** Ids and sizes may need more than 32 bits; their column then becomes doubles. Nothing else may. */
  #takeWide({ record, field, value }: WideValue, first: number): void {
    const node = first + record
    const isWide = field === this.#layout.id || field === this.#layout.selfSize
    if (!isWide || value < 0 || !Number.isSafeInteger(value)) {
      throw bad(`Node ${node} has ${value} in field ${field + 1} of its record, which cannot be`)
    }
    if (field === this.#layout.id) this.#id = withWide(this.#id, node, value)
    else this.#selfSize = withWide(this.#selfSize, node, value)
  }
}

function withWide(narrow: WideColumn, node: number, value: number): WideColumn {
  const doubles = narrow instanceof Float64Array ? narrow : asDoubles(narrow)
  doubles[node] = value
  return doubles
}

function bad(what: string): HeapError {
  return new HeapError('bad-number', `${what} (section “nodes”); the file is damaged, capture it again.`)
}

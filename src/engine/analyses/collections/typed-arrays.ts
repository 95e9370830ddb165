import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { type ObjectParts, Part } from './object-parts.ts'
import { UNKNOWN } from './collection-columns.ts'

/** Bytes an element, by class. */
const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  Int8Array: 1,
  Uint8Array: 1,
  Uint8ClampedArray: 1,
  Buffer: 1,
  FastBuffer: 1,
  DataView: 1,
  Int16Array: 2,
  Uint16Array: 2,
  Float16Array: 2,
  Int32Array: 4,
  Uint32Array: 4,
  Float32Array: 4,
  Float64Array: 8,
  BigInt64Array: 8,
  BigUint64Array: 8,
}

/** How many elements fit into the buffer of each view, where no other view shares it. */
export class ViewedBuffers {
  readonly #heap: CompleteHeap
  readonly #parts: ObjectParts
  /** Views by buffer. */
  readonly #views = new Map<number, number>()

  constructor(heap: CompleteHeap, parts: ObjectParts) {
    this.#heap = heap
    this.#parts = parts
  }

  /** Counts an object that has a buffer. */
  learn(node: number): void {
    const buffer = this.#parts.at(node, Part.buffer)
    if (buffer !== -1) this.#views.set(buffer, (this.#views.get(buffer) ?? 0) + 1)
  }

  /** `UNKNOWN` where the file does not tell. Wants all objects learnt from. */
  elements(node: number): number {
    const { snapshot } = this.#heap
    const bytesEach = ELEMENT_BYTES[snapshot.strings.text(snapshot.nodeName[node]!)]
    const buffer = this.#parts.at(node, Part.buffer)
    if (bytesEach === undefined || this.#views.get(buffer) !== 1) return UNKNOWN
    const bytes = this.#backingBytes(buffer)
    return bytes === UNKNOWN ? UNKNOWN : Math.floor(bytes / bytesEach)
  }

  #backingBytes(buffer: number): number {
    const { firstEdge, edgeLink, edgeNames, nodeType, selfSize, strings } = this.#heap.snapshot
    for (let edge = firstEdge[buffer]!; edge < firstEdge[buffer + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      const isNative = linkType(edgeLink[edge]!) === EdgeType.internal && nodeType[target] === NodeType.native
      if (isNative && strings.text(edgeNames.at(buffer, edge)).endsWith('backing_store'))
        return selfSize[target]!
    }
    return UNKNOWN
  }
}

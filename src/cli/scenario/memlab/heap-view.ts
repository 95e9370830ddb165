import type { WholeHeap } from '#engine/analyses/heap.ts'
import { BitSet } from '#engine/base/bit-set.ts'
import { sortIndexesBy } from '#engine/base/radix-sort.ts'
import type { PlainPaths } from '#engine/diff/plain-paths.ts'
import { edgeSource } from '#engine/model/edge-source.ts'
import { Detachedness, edgeHasIndex } from '#engine/model/kinds.ts'
import { linkType } from '#engine/model/links.ts'
import { HeapEdge } from './heap-edge.ts'
import { HeapNode } from './heap-node.ts'
import { HeapSnapshot } from './heap-snapshot.ts'
import { HeapStringNode } from './heap-string-node.ts'

/** What all that filters are given of one heap have in common. */
export class HeapView {
  readonly heap: WholeHeap
  readonly snapshot: HeapSnapshot
  /** As far as they are found when filters are asked, and set before. */
  paths!: PlainPaths
  readonly #unmounted: BitSet
  /** By string. */
  readonly #edgeNames = new Map<number, string>()
  /** Nodes in the order of their ids; null until one is looked for. */
  #byId: Uint32Array | null = null

  /** @param unmounted React's fibers of what is no longer shown */
  constructor(heap: WholeHeap, unmounted: Uint32Array) {
    this.heap = heap
    this.snapshot = new HeapSnapshot(this)
    this.#unmounted = new BitSet(heap.snapshot.nodeCount)
    for (const fiber of unmounted) this.#unmounted.add(fiber)
  }

  node(index: number): HeapNode {
    return new HeapNode(this, index)
  }

  stringNode(index: number): HeapStringNode {
    return new HeapStringNode(this, index)
  }

  /** @param source the node it starts at */
  edge(index: number, source = edgeSource(this.heap.snapshot.firstEdge, index)): HeapEdge {
    return new HeapEdge(this, index, source)
  }

  /** What an edge is called. Many are called alike, so that each name is decoded once. */
  edgeName(index: number, source: number): string | number {
    const { edgeLink, edgeNames, strings } = this.heap.snapshot
    const name = edgeNames.at(source, index)
    if (edgeHasIndex(linkType(edgeLink[index]!))) return name
    let text = this.#edgeNames.get(name)
    if (text === undefined) this.#edgeNames.set(name, (text = strings.text(name)))
    return text
  }

  isDetached(node: number): boolean {
    return this.heap.detachedness[node] === Detachedness.detached || this.#unmounted.has(node)
  }

  /** The node with an id, or -1. O(log nodes), but for the first time. */
  nodeWithId(id: number): number {
    const { nodeId } = this.heap.snapshot
    const order = (this.#byId ??= inOrderOfIds(nodeId))
    let low = 0
    let high = order.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (nodeId[order[middle]!]! < id) low = middle + 1
      else high = middle
    }
    const found = order[low]
    return found !== undefined && nodeId[found] === id ? found : -1
  }
}

function inOrderOfIds(nodeId: Uint32Array | Float64Array): Uint32Array {
  const order = Uint32Array.from(nodeId.keys())
  sortIndexesBy(order, (node) => nodeId[node]!, false)
  return order
}

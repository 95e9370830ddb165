import { EdgeType, NodeType } from '#engine/model/kinds.ts'
import { linkType } from '#engine/model/links.ts'
import { stringTest } from '#engine/model/string-search.ts'
import { exactText } from '#engine/model/text-pattern.ts'
import type { HeapEdge } from './heap-edge.ts'
import { HeapList } from './heap-list.ts'
import type { HeapNode } from './heap-node.ts'
import type { HeapView } from './heap-view.ts'
import { onlyGiven } from './only-given.ts'
import { hasTagged } from './tagged-objects.ts'

/** The last capture as memlab's filters read it. */
export class HeapSnapshot {
  readonly nodes: HeapList<HeapNode>
  readonly edges: HeapList<HeapEdge>
  readonly #view: HeapView

  constructor(view: HeapView) {
    const { nodeCount, edgeCount } = view.heap.snapshot
    this.#view = view
    this.nodes = new HeapList(nodeCount, (index) => view.node(index))
    this.edges = new HeapList(edgeCount, (index) => view.edge(index))
  }

  getNodeById(id: number): HeapNode | null {
    const node = this.#view.nodeWithId(id)
    return node === -1 ? null : this.#view.node(node)
  }

  getNodesByIds(ids: readonly number[]): (HeapNode | null)[] {
    return ids.map((id) => this.getNodeById(id))
  }

  getNodesByIdSet(ids: Iterable<number>): Set<HeapNode> {
    return new Set([...ids].map((id) => this.getNodeById(id)).filter((node) => node !== null))
  }

  hasObjectWithClassName(name: string): boolean {
    return this.getAnyObjectWithClassName(name) !== null
  }

  getAnyObjectWithClassName(name: string): HeapNode | null {
    const { nodeType, nodeCount } = this.#view.heap.snapshot
    for (let index = 0; index < nodeCount; index++) {
      if (nodeType[index] !== NodeType.object) continue
      const node = this.#view.node(index)
      if (node.name === name) return node
    }
    return null
  }

  /** @param nameOrIndex a number is that of an element */
  hasObjectWithPropertyName(nameOrIndex: string | number): boolean {
    const { nodeCount, firstEdge, edgeLink, edgeNames, strings } = this.#view.heap.snapshot
    const isElement = typeof nameOrIndex === 'number'
    const wanted = isElement ? EdgeType.element : EdgeType.property
    const test = isElement
      ? (name: number): boolean => name === nameOrIndex
      : stringTest(strings, exactText(nameOrIndex))
    for (let node = 0; node < nodeCount; node++) {
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        if (linkType(edgeLink[edge]!) === wanted && test(edgeNames.at(node, edge))) return true
      }
    }
    return false
  }

  hasObjectWithTag(tag: string): boolean {
    return hasTagged(this, tag)
  }
}

onlyGiven(HeapSnapshot, 'snapshot')

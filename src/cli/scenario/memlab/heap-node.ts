import { edgesInto } from '#engine/graph/edges-into.ts'
import { NodeType } from '#engine/model/kinds.ts'
import type { HeapEdge } from './heap-edge.ts'
import { HeapLocation } from './heap-location.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'
import type { HeapStringNode } from './heap-string-node.ts'
import type { HeapView } from './heap-view.ts'
import { onlyGiven } from './only-given.ts'

type EdgeTest = (edge: HeapEdge) => unknown
type NodeTest = (node: HeapNode) => unknown
/** Goes on to the next edge unless it returns `{ stop: true }`. */
type EdgeVisit = (edge: HeapEdge) => { readonly stop?: boolean } | null | undefined | void

const STRINGS: ReadonlySet<number> = new Set([
  NodeType.string,
  NodeType.concatenatedString,
  NodeType.slicedString,
])
const DETACHED = 'Detached '

/** An object as memlab's filters read it. */
export class HeapNode {
  readonly #view: HeapView
  readonly #index: number

  constructor(view: HeapView, index: number) {
    this.#view = view
    this.#index = index
  }

  get snapshot(): HeapSnapshot {
    return this.#view.snapshot
  }

  get nodeIndex(): number {
    return this.#index
  }

  get id(): number {
    return this.#columns.nodeId[this.#index]!
  }

  get type(): string {
    return this.#columns.nodeTypeNames[this.#columns.nodeType[this.#index]!]!
  }

  get name(): string {
    const name = this.#columns.strings.text(this.#columns.nodeName[this.#index]!)
    return this.is_detached && !name.startsWith(DETACHED) ? DETACHED + name : name
  }

  get is_detached(): boolean {
    return this.#view.isDetached(this.#index)
  }

  get isString(): boolean {
    return STRINGS.has(this.#columns.nodeType[this.#index]!)
  }

  toStringNode(): HeapStringNode | null {
    return this.isString ? this.#view.stringNode(this.#index) : null
  }

  get self_size(): number {
    return this.#columns.selfSize[this.#index]!
  }

  get retainedSize(): number {
    return this.#view.heap.ready.graph.retainedSize[this.#index]!
  }

  get dominatorNode(): HeapNode {
    return this.#view.node(this.#view.heap.ready.graph.dominator[this.#index]!)
  }

  get trace_node_id(): number {
    return this.#columns.nodeTrace?.[this.#index] ?? 0
  }

  get location(): HeapLocation | null {
    return HeapLocation.of(this.#view, this.#index)
  }

  get hasPathEdge(): boolean {
    return this.#view.paths.edgeTo(this.#index) !== -1
  }

  get pathEdge(): HeapEdge | null {
    const edge = this.#view.paths.edgeTo(this.#index)
    return edge === -1 ? null : this.#view.edge(edge)
  }

  get edge_count(): number {
    return this.#columns.firstEdge[this.#index + 1]! - this.#columns.firstEdge[this.#index]!
  }

  get references(): HeapEdge[] {
    return [...this.#edgesOut()]
  }

  forEachReference(visit: EdgeVisit): void {
    for (const edge of this.#edgesOut()) if (visit(edge)?.stop) return
  }

  findAnyReference(test: EdgeTest): HeapEdge | null {
    return first(this.#edgesOut(), test)
  }

  getReference(name: string | number, type?: string | null): HeapEdge | null {
    return first(this.#edgesOut(), called(name, type))
  }

  getReferenceNode(name: string | number, type?: string | null): HeapNode | null {
    return this.getReference(name, type)?.toNode ?? null
  }

  get numOfReferrers(): number {
    const { first: firstEntry } = this.#view.heap.ready.retainers
    return firstEntry[this.#index + 1]! - firstEntry[this.#index]!
  }

  get referrers(): HeapEdge[] {
    return [...this.#edgesIn()]
  }

  forEachReferrer(visit: EdgeVisit): void {
    for (const edge of this.#edgesIn()) if (visit(edge)?.stop) return
  }

  findAnyReferrer(test: EdgeTest): HeapEdge | null {
    return first(this.#edgesIn(), test)
  }

  findAnyReferrerNode(test: NodeTest): HeapNode | null {
    return first(this.#edgesIn(), ({ fromNode }) => test(fromNode))?.fromNode ?? null
  }

  findReferrers(test: EdgeTest): HeapEdge[] {
    return this.referrers.filter((edge) => test(edge))
  }

  findReferrerNodes(test: NodeTest): HeapNode[] {
    return this.referrers.map(({ fromNode }) => fromNode).filter((node) => test(node))
  }

  getAnyReferrer(name: string | number, type?: string | null): HeapEdge | null {
    return first(this.#edgesIn(), called(name, type))
  }

  getAnyReferrerNode(name: string | number, type?: string | null): HeapNode | null {
    return this.getAnyReferrer(name, type)?.fromNode ?? null
  }

  getReferrers(name: string | number, type?: string | null): HeapEdge[] {
    return this.findReferrers(called(name, type))
  }

  /** Each node once. */
  getReferrerNodes(name: string | number, type?: string | null): HeapNode[] {
    const nodes = this.getReferrers(name, type).map(({ fromNode }) => fromNode)
    return [...new Map(nodes.map((node) => [node.nodeIndex, node])).values()]
  }

  getJSONifyableObject(): Record<string, unknown> {
    return {
      id: this.id,
      name: this.name,
      type: this.type,
      self_size: this.self_size,
      trace_node_id: this.trace_node_id,
      nodeIndex: this.nodeIndex,
      outGoingEdgeCount: this.edge_count,
      incomingEdgeCount: this.numOfReferrers,
    }
  }

  /** @param how as `JSON.stringify` takes it */
  toJSONString(...how: never[]): string {
    return JSON.stringify(this.getJSONifyableObject(), ...how)
  }

  get #columns() {
    return this.#view.heap.snapshot
  }

  *#edgesOut(): Generator<HeapEdge> {
    const { firstEdge } = this.#columns
    const end = firstEdge[this.#index + 1]!
    for (let edge = firstEdge[this.#index]!; edge < end; edge++) yield this.#view.edge(edge, this.#index)
  }

  /** The last in the file first, as memlab has them. */
  *#edgesIn(): Generator<HeapEdge> {
    const edges = edgesInto(this.#columns, this.#view.heap.ready.retainers, this.#index)
    for (let i = edges.length - 1; i >= 0; i--) yield this.#view.edge(edges[i]!)
  }
}

onlyGiven(HeapNode, 'node')

function first(edges: Iterable<HeapEdge>, test: EdgeTest): HeapEdge | null {
  for (const edge of edges) if (test(edge)) return edge
  return null
}

function called(name: string | number, type?: string | null): EdgeTest {
  return (edge) => edge.name_or_index === name && (type === undefined || type === null || edge.type === type)
}

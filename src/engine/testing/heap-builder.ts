import { EDGE_TYPE_NAMES, NODE_TYPE_NAMES, edgeHasIndex } from '../model/kinds.ts'
import { namesFromColumn } from '../model/edge-name-collector.ts'
import { EdgeNames } from '../model/edge-names.ts'
import { makeLink } from '../model/links.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import { type StringTable, StringTableBuilder } from '../model/string-table.ts'

/** A node as a test states it. `detachedness` is needed in all nodes or in none. */
export interface NodeSpec {
  readonly type: string
  readonly name: string
  readonly id: number
  readonly selfSize: number
  readonly detachedness?: number
  /** Script id, line and column, counted from 0. */
  readonly location?: readonly [scriptId: number, line: number, column: number]
}

/** An edge between nodes named by their positions. Element and hidden edges have an index, others a name. */
export interface EdgeSpec {
  readonly from: number
  readonly to: number
  readonly type: string
  readonly name: string | number
}

/** A heap as plain data: what random generators make and oracles read. */
export interface HeapSpec {
  readonly root: number
  readonly nodes: readonly NodeSpec[]
  /** In any order; each node's edges keep theirs. */
  readonly edges: readonly EdgeSpec[]
  readonly extraNativeBytes?: number
}

/**
 * Puts a heap into columns, as a reader would.
 * @throws Error when a type is unknown or an edge's name does not suit its type: the test is wrong.
 */
export function buildSnapshot(spec: HeapSpec): Snapshot {
  const strings = new Strings()
  const { nodes } = spec
  const edges = nodes.flatMap((_, node) => spec.edges.filter((edge) => edge.from === node))
  const firstEdge = firstEdges(nodes.length, edges)
  const edgeLink = Uint32Array.from(edges, (edge) =>
    makeLink(edge.to, typeNumber(EDGE_TYPE_NAMES, edge.type)),
  )
  const hasDetachedness = nodes.some((node) => node.detachedness !== undefined)
  return {
    family: 'v8',
    python: null,
    nodeCount: nodes.length,
    edgeCount: edges.length,
    root: spec.root,
    nodeType: Uint8Array.from(nodes, (node) => typeNumber(NODE_TYPE_NAMES, node.type)),
    nodeTypeNames: NODE_TYPE_NAMES,
    nodeName: Uint32Array.from(nodes, (node) => strings.index(node.name)),
    nodeId: wideColumn(nodes.map((node) => node.id)),
    selfSize: wideColumn(nodes.map((node) => node.selfSize)),
    detachedness: hasDetachedness ? Uint8Array.from(nodes, (node) => node.detachedness!) : null,
    firstEdge,
    edgeLink,
    edgeTypeNames: EDGE_TYPE_NAMES,
    edgeNames: namedEdges(
      Uint32Array.from(edges, (edge) => nameOrIndex(edge, strings)),
      edgeLink,
      firstEdge,
    ),
    strings: strings.table(),
    locations: buildLocations(nodes),
    traces: null,
    nodeTrace: null,
    scopes: null,
    extraNativeBytes: spec.extraNativeBytes ?? 0,
  }
}

/** Whole numbers in 32 bits each, or in doubles where one of them does not fit. */
export function wideColumn(values: readonly number[]): WideColumn {
  return values.some((value) => value > 0xffff_ffff) ? Float64Array.from(values) : Uint32Array.from(values)
}

/** The names of edges that stand in one column, an entry each. */
export function namedEdges(names: Uint32Array, links: Uint32Array, firstEdge: Uint32Array): EdgeNames {
  return new EdgeNames(namesFromColumn(names, links, firstEdge), firstEdge)
}

/** A string table with these strings in this order. */
export function buildStrings(texts: Iterable<string>): StringTable {
  const builder = new StringTableBuilder()
  const encoder = new TextEncoder()
  for (const text of texts) {
    const bytes = encoder.encode(JSON.stringify(text))
    builder.append(bytes, 1, bytes.length - 1)
    builder.finish()
  }
  return builder.build()
}

class Strings {
  readonly #indexes = new Map<string, number>()

  index(text: string): number {
    const index = this.#indexes.get(text) ?? this.#indexes.size
    this.#indexes.set(text, index)
    return index
  }

  table(): StringTable {
    return buildStrings(this.#indexes.keys())
  }
}

function typeNumber(names: readonly string[], name: string): number {
  const type = names.indexOf(name)
  if (type < 0) {
    throw new Error(`There is no type "${name}".`)
  }
  return type
}

function nameOrIndex(edge: EdgeSpec, strings: Strings): number {
  const hasIndex = edgeHasIndex(typeNumber(EDGE_TYPE_NAMES, edge.type))
  if (hasIndex !== (typeof edge.name === 'number')) {
    throw new Error(`An edge of type ${edge.type} cannot be named ${JSON.stringify(edge.name)}.`)
  }
  return typeof edge.name === 'number' ? edge.name : strings.index(edge.name)
}

function firstEdges(nodes: number, edges: readonly EdgeSpec[]): Uint32Array {
  const first = new Uint32Array(nodes + 1)
  for (const edge of edges) {
    first[edge.from + 1]!++
  }
  for (let node = 0; node < nodes; node++) {
    first[node + 1]! += first[node]!
  }
  return first
}

function buildLocations(nodes: readonly NodeSpec[]): Snapshot['locations'] {
  const found = nodes.flatMap(({ location }) => (location ? [location] : []))
  if (found.length === 0) {
    return null
  }
  const part = (at: number): Uint32Array => Uint32Array.of(0, ...found.map((location) => location[at]!))
  let place = 0
  return {
    place: Uint16Array.from(nodes, ({ location }) => (location ? ++place : 0)),
    places: { scriptId: part(0), line: part(1), column: part(2), scriptNode: null },
  }
}

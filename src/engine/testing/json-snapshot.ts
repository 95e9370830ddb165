import { EDGE_TYPE_NAMES, NODE_TYPE_NAMES } from '../model/kinds.ts'
import { linkTarget, linkType, makeLink } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { buildStrings, namedEdges, wideColumn } from './heap-builder.ts'

interface SnapshotJson {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[]
      readonly node_types: readonly [readonly string[], ...unknown[]]
      readonly edge_fields: readonly string[]
      readonly edge_types: readonly [readonly string[], ...unknown[]]
      readonly location_fields?: readonly string[]
    }
    readonly root_index?: number
    readonly extra_native_bytes?: number
  }
  readonly nodes: readonly number[]
  readonly edges: readonly number[]
  readonly locations?: readonly number[]
  readonly strings: readonly string[]
}

/**
 * Reads a `.heapsnapshot` in the plainest way, with `JSON.parse`: for tests, and to check the streaming reader against.
 * It trusts the text, and the text must fit into one string.
 */
export function snapshotFromJson(text: string): Snapshot {
  const json = JSON.parse(text) as SnapshotJson
  const { meta } = json.snapshot
  const nodes = columnsOf(json.nodes, meta.node_fields)
  const edges = columnsOf(json.edges, meta.edge_fields)
  const nodeTypes = translation(NODE_TYPE_NAMES, meta.node_types[0])
  const edgeTypes = translation(EDGE_TYPE_NAMES, meta.edge_types[0])
  const stride = meta.node_fields.length
  const nodeCount = json.nodes.length / stride
  const firstEdge = new Uint32Array(nodeCount + 1)
  nodes('edge_count').forEach((count, node) => (firstEdge[node + 1] = firstEdge[node]! + count))
  const edgeLink = linksOf(edges('type'), edges('to_node'), edgeTypes.numbers, stride)
  const has = (field: string): boolean => meta.node_fields.includes(field)
  return {
    family: 'v8',
    python: null,
    nodeCount,
    edgeCount: json.edges.length / meta.edge_fields.length,
    root: (json.snapshot.root_index ?? 0) / stride,
    nodeType: Uint8Array.from(nodes('type'), (type) => nodeTypes.numbers[type]!),
    nodeTypeNames: nodeTypes.names,
    nodeName: Uint32Array.from(nodes('name')),
    nodeId: wideColumn(nodes('id')),
    selfSize: wideColumn(nodes('self_size')),
    detachedness: has('detachedness') ? Uint8Array.from(nodes('detachedness')) : null,
    firstEdge,
    edgeLink,
    edgeTypeNames: edgeTypes.names,
    edgeNames: namedEdges(Uint32Array.from(edges('name_or_index')), edgeLink, firstEdge),
    strings: buildStrings(json.strings),
    locations: locationsOf(json, nodeCount, stride),
    traces: null,
    nodeTrace: null,
    scopes: null,
    extraNativeBytes: json.snapshot.extra_native_bytes ?? 0,
  }
}

/** Takes one field out of each record. */
function columnsOf(values: readonly number[], fields: readonly string[]): (field: string) => number[] {
  return (field) => {
    const column: number[] = []
    for (let at = fields.indexOf(field); at < values.length; at += fields.length) {
      column.push(values[at]!)
    }
    return column
  }
}

/** From the file's type numbers to ours, and the names of ours. */
function translation(
  known: readonly string[],
  declared: readonly string[],
): { numbers: number[]; names: readonly string[] } {
  const names = [...known]
  const numbers = declared.map((name) => {
    return known.includes(name) ? known.indexOf(name) : names.push(name) - 1
  })
  return { numbers, names }
}

function linksOf(
  types: readonly number[],
  offsets: readonly number[],
  numbers: readonly number[],
  stride: number,
): Uint32Array {
  return Uint32Array.from(types, (type, edge) => makeLink(offsets[edge]! / stride, numbers[type]!))
}

function locationsOf(json: SnapshotJson, nodeCount: number, stride: number): Snapshot['locations'] {
  const fields = json.snapshot.meta.location_fields
  if (!fields || !json.locations?.length) {
    return null
  }
  const columns = columnsOf(json.locations, fields)
  const place = new Uint16Array(nodeCount)
  columns('object_index').forEach((position, i) => (place[position / stride] = i + 1))
  const part = (field: string, divisor = 1): Uint32Array =>
    Uint32Array.of(0, ...columns(field).map((value) => value / divisor))
  return {
    place,
    places: {
      scriptId: part('script_id'),
      line: part('line'),
      column: part('column'),
      scriptNode: fields.includes('script_object_index') ? part('script_object_index', stride) : null,
    },
  }
}

/** Writes a snapshot as the text of a `.heapsnapshot`, as V8 of today would. */
export function snapshotToJson(snapshot: Snapshot): string {
  const { nodeCount, edgeCount, strings } = snapshot
  const detached = snapshot.detachedness !== null
  const nodeFields = ['type', 'name', 'id', 'self_size', 'edge_count']
  if (detached) nodeFields.push('detachedness')
  const meta = {
    node_fields: nodeFields,
    node_types: [[...snapshot.nodeTypeNames], 'string', ...nodeFields.slice(2).map(() => 'number')],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [[...snapshot.edgeTypeNames], 'string_or_number', 'node'],
    location_fields: ['object_index', 'script_id', 'line', 'column'],
  }
  const counts = { node_count: nodeCount, edge_count: edgeCount, trace_function_count: 0 }
  const stride = nodeFields.length
  const header = {
    meta,
    ...counts,
    ...(snapshot.extraNativeBytes > 0 && { extra_native_bytes: snapshot.extraNativeBytes }),
    ...(snapshot.root > 0 && { root_index: snapshot.root * stride }),
  }
  return JSON.stringify({
    snapshot: header,
    nodes: nodeValues(snapshot),
    edges: edgeValues(snapshot, stride),
    trace_function_infos: [],
    trace_tree: [],
    samples: [],
    locations: locationValues(snapshot, stride),
    strings: Array.from({ length: strings.fileCount }, (_, index) => strings.text(index)),
  })
}

function nodeValues(snapshot: Snapshot): number[] {
  const { nodeType, nodeName, nodeId, selfSize, firstEdge, detachedness } = snapshot
  const values: number[] = []
  for (let node = 0; node < snapshot.nodeCount; node++) {
    values.push(nodeType[node]!, nodeName[node]!, nodeId[node]!, selfSize[node]!)
    values.push(firstEdge[node + 1]! - firstEdge[node]!)
    if (detachedness) values.push(detachedness[node] ?? 0)
  }
  return values
}

function edgeValues({ nodeCount, firstEdge, edgeLink, edgeNames }: Snapshot, stride: number): number[] {
  const values: number[] = []
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const link = edgeLink[edge]!
      values.push(linkType(link), edgeNames.at(node, edge), linkTarget(link) * stride)
    }
  }
  return values
}

function locationValues({ locations }: Snapshot, stride: number): number[] {
  const values: number[] = []
  locations?.place.forEach((place, node) => {
    const { scriptId, line, column } = locations.places
    if (place !== 0) values.push(node * stride, scriptId[place]!, line[place]!, column[place]!)
  })
  return values
}

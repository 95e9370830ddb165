import { HeapError } from '../../base/error.ts'
import { EDGE_TYPE_NAMES, NODE_TYPE_NAMES } from '../../model/kinds.ts'
import { MAX_EDGE_TYPES } from '../../model/links.ts'
import { type PythonHeader, pythonHeader } from './python-columns.ts'
import { type SideLayouts, sideLayouts } from './record-layouts.ts'

/** How a file numbers its types: `code[fileNumber]` is ours; `names[ours]` is what the file calls it. */
export interface TypeCodes {
  readonly code: Uint8Array
  readonly names: readonly string[]
}

/** Positions of the fields in a record; -1 where the file does not have one. */
export interface NodeLayout {
  readonly stride: number
  readonly type: number
  readonly name: number
  readonly id: number
  readonly selfSize: number
  readonly edgeCount: number
  readonly detachedness: number
  readonly trace: number
}

export interface EdgeLayout {
  readonly stride: number
  readonly type: number
  readonly name: number
  readonly target: number
}

export interface LocationLayout {
  readonly stride: number
  readonly node: number
  readonly scriptId: number
  readonly scriptNode: number
  readonly line: number
  readonly column: number
}

/** What the section `snapshot` says of the others. */
export interface Header {
  readonly node: NodeLayout
  readonly edge: EdgeLayout
  /** Null where the file declares no locations. */
  readonly location: LocationLayout | null
  readonly side: SideLayouts
  readonly nodeTypes: TypeCodes
  readonly edgeTypes: TypeCodes
  /** Counts as declared: hints only, some writers put 0 or nonsense. */
  readonly nodeCount: number
  readonly edgeCount: number
  /** The root's node, from 0. */
  readonly root: number
  readonly extraNativeBytes: number
  /** Whether allocations were tracked: then nodes have stacks. */
  readonly tracked: boolean
  /** Null but in captures of Python. */
  readonly python: PythonHeader | null
}

type Json = Record<string, unknown>

/** Node types are held in bytes. */
const MAX_NODE_TYPES = 256

/**
 * Reads the value of the section `snapshot`.
 * @throws HeapError `bad-meta` that names the field which is missing or wrong
 */
export function readHeader(bytes: Uint8Array): Header {
  const snapshot = parseObject(bytes)
  const meta = objectField(snapshot, 'meta')
  const nodeFields = stringsField(meta, 'node_fields')
  const edgeFields = stringsField(meta, 'edge_fields')
  const node: NodeLayout = {
    stride: nodeFields.length,
    type: required(nodeFields, 'type', 'node_fields'),
    name: required(nodeFields, 'name', 'node_fields'),
    id: required(nodeFields, 'id', 'node_fields'),
    selfSize: required(nodeFields, 'self_size', 'node_fields'),
    edgeCount: required(nodeFields, 'edge_count', 'node_fields'),
    detachedness: nodeFields.indexOf('detachedness'),
    trace: nodeFields.indexOf('trace_node_id'),
  }
  const edge: EdgeLayout = {
    stride: edgeFields.length,
    type: required(edgeFields, 'type', 'edge_fields'),
    name: required(edgeFields, 'name_or_index', 'edge_fields'),
    target: required(edgeFields, 'to_node', 'edge_fields'),
  }
  const rootIndex = count(snapshot['root_index'])
  return {
    node,
    edge,
    location: locationLayout(meta['location_fields']),
    side: sideLayouts(meta),
    nodeTypes: typeCodes(meta['node_types'], node.type, NODE_TYPE_NAMES, MAX_NODE_TYPES, 'node_types'),
    edgeTypes: typeCodes(meta['edge_types'], edge.type, EDGE_TYPE_NAMES, MAX_EDGE_TYPES, 'edge_types'),
    nodeCount: count(snapshot['node_count']),
    edgeCount: count(snapshot['edge_count']),
    root: Math.floor(rootIndex / node.stride),
    extraNativeBytes: count(snapshot['extra_native_bytes']),
    tracked: count(snapshot['trace_function_count']) > 0,
    python: pythonHeader(snapshot['py'], nodeFields),
  }
}

function parseObject(bytes: Uint8Array): Json {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw badMeta('is not valid JSON')
  }
  if (!isObject(value)) throw badMeta('is not an object')
  return value
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectField(parent: Json, name: string): Json {
  const value = parent[name]
  if (!isObject(value)) throw badMeta(`has no “${name}” object`)
  return value
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function stringsField(parent: Json, name: string): string[] {
  const value = parent[name]
  if (!isStrings(value) || value.length === 0) throw badMeta(`has no list “${name}” of names`)
  return value
}

function required(fields: readonly string[], field: string, list: string): number {
  const position = fields.indexOf(field)
  if (position === -1) throw badMeta(`names no field “${field}” in “${list}”`)
  return position
}

function count(value: unknown): number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 0
}

/** The list of names stands where the type field stands; lists of fields and of types need not be equally long. */
function typeCodes(
  types: unknown,
  position: number,
  known: readonly string[],
  max: number,
  list: string,
): TypeCodes {
  const declared: unknown = Array.isArray(types) ? types[position] : undefined
  if (!isStrings(declared)) throw badMeta(`has no list of type names in “${list}”`)
  const names = [...known]
  const code = declared.map((name) => {
    const ours = known.indexOf(name)
    return ours === -1 ? names.push(name) - 1 : ours
  })
  if (names.length > max) throw badMeta(`declares more types in “${list}” than the ${max} that can be held`)
  return { code: Uint8Array.from(code), names }
}

function locationLayout(fields: unknown): LocationLayout | null {
  if (!isStrings(fields)) return null
  const layout = {
    stride: fields.length,
    node: fields.indexOf('object_index'),
    scriptId: fields.indexOf('script_id'),
    scriptNode: fields.indexOf('script_object_index'),
    line: fields.indexOf('line'),
    column: fields.indexOf('column'),
  }
  const complete = layout.node !== -1 && layout.scriptId !== -1 && layout.line !== -1 && layout.column !== -1
  return complete ? layout : null
}

function badMeta(what: string): HeapError {
  return new HeapError(
    'bad-meta',
    `Section “snapshot” ${what}, so the rest cannot be read; this is not a V8 heap snapshot or its writer is broken.`,
    { section: 'snapshot', byte: 0 },
  )
}

/** One object of a Python heap for tests, with its references to others by their place in the list. */
export interface PythonNodeSpec {
  readonly type?: 'object' | 'string' | 'number' | 'closure' | 'code' | 'synthetic'
  /** Its class, of a text the text. */
  readonly name: string
  readonly preview?: string
  readonly address: number
  readonly size?: number
  readonly refcount?: number
  readonly length?: number
  readonly generation?: number
  readonly flags?: number
  readonly edges?: readonly (readonly [type: EdgeWord, name: string | number, to: number])[]
}

type EdgeWord = (typeof EDGE_TYPES)[number]

const NODE_TYPES = ['object', 'string', 'number', 'closure', 'code', 'synthetic'] as const
const EDGE_TYPES = ['property', 'element', 'context', 'internal', 'weak'] as const
const NODE_FIELDS = [
  'type',
  'name',
  'id',
  'self_size',
  'edge_count',
  'trace_node_id',
  'detachedness',
  'refcount',
  'length',
  'generation',
  'flags',
  'preview',
]

/** A capture as the agent writes it, of these objects, the first of which is the root. */
export function pythonText(nodes: readonly PythonNodeSpec[], py: object = {}): string {
  const strings = ['']
  const index = (text: string) => {
    const at = strings.indexOf(text)
    return at === -1 ? strings.push(text) - 1 : at
  }
  const pages: number[] = []
  const idOf = (address: number) => {
    const page = Math.floor(address / 65_536)
    const at = pages.indexOf(page)
    return (at === -1 ? pages.push(page) - 1 : at) * 8192 + (address % 65_536) / 8
  }
  const nodeNumbers = nodes.flatMap((node) => [
    NODE_TYPES.indexOf(node.type ?? 'object'),
    index(node.name),
    idOf(node.address),
    node.size ?? 0,
    node.edges?.length ?? 0,
    0,
    0,
    node.refcount ?? 1,
    node.length ?? 0,
    node.generation ?? 0,
    node.flags ?? 0,
    index(node.preview ?? ''),
  ])
  const edgeNumbers = nodes.flatMap(({ edges = [] }) =>
    edges.flatMap(([type, name, to]) => [
      EDGE_TYPES.indexOf(type),
      typeof name === 'number' ? name : index(name),
      to * NODE_FIELDS.length,
    ]),
  )
  const meta = {
    node_fields: NODE_FIELDS,
    node_types: [NODE_TYPES, ...NODE_FIELDS.slice(1).map(() => 'number')],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
  }
  const snapshot = {
    meta,
    node_count: nodes.length,
    edge_count: edgeNumbers.length / 3,
    root_index: 0,
    py: { format: 1, pageTable: pages, ...py },
  }
  return JSON.stringify({ snapshot, nodes: nodeNumbers, edges: edgeNumbers, strings })
}

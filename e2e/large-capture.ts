import { closeSync, openSync, writeSync } from 'node:fs'

const NODE_FIELDS = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness']
const NODE_TYPES = ['hidden', 'array', 'string', 'object', 'code', 'closure', 'native', 'synthetic']
const EDGE_TYPES = ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak']
const OBJECT = NODE_TYPES.indexOf('object')
const SYNTHETIC = NODE_TYPES.indexOf('synthetic')
const ELEMENT = EDGE_TYPES.indexOf('element')
const PROPERTY = EDGE_TYPES.indexOf('property')
const PYTHON_FIELDS = ['refcount', 'length', 'generation', 'flags', 'preview']
const CLASSES = 500
/** Lines written at once. */
const PIECE = 20_000

/**
 * Writes a capture of `nodes` objects: a tree two wide of `CLASSES` classes, each object with two more references to
 * others here and there. It takes 70 bytes an object, so a million make a file that takes seconds to open.
 * @param family whose capture it looks like
 */
export function writeLargeCapture(path: string, nodes: number, family: 'v8' | 'cpython' = 'v8'): void {
  const isPython = family === 'cpython'
  const file = openSync(path, 'w')
  const children = (node: number) => [2 * node + 1, 2 * node + 2].filter((child) => child < nodes)
  const edges = (node: number) => [
    ...children(node).map((child) => [PROPERTY, 1 + (child % 2), child] as const),
    [ELEMENT, 0, (node * 7919 + 13) % nodes] as const,
    [ELEMENT, 1, (node * 104_729 + 1) % nodes] as const,
  ]
  const fields = NODE_FIELDS.length + (isPython ? PYTHON_FIELDS.length : 0)
  const lines = (lineOf: (node: number) => string) => {
    for (let start = 0; start < nodes; start += PIECE) {
      const piece = Array.from({ length: Math.min(PIECE, nodes - start) }, (_, i) => lineOf(start + i))
      writeSync(file, `${start === 0 ? '' : ',\n'}${piece.join(',\n')}`)
    }
  }
  const edgeCount = 2 * nodes + (nodes - 1)
  writeSync(file, `{"snapshot":${JSON.stringify(header(nodes, edgeCount, isPython))},\n"nodes":[`)
  lines((node) => {
    const type = node === 0 ? SYNTHETIC : OBJECT
    const name = node === 0 ? 0 : 3 + (node % CLASSES)
    return `${type},${name},${2 * node + 1},${node === 0 ? 0 : 16 + (node % 9) * 8},${children(node).length + 2},0,0${isPython ? ',1,0,0,0,0' : ''}`
  })
  writeSync(file, '],\n"edges":[')
  lines((node) =>
    edges(node)
      .map(([type, name, target]) => `${type},${name},${target * fields}`)
      .join(',\n'),
  )
  const classes = Array.from({ length: CLASSES }, (_, i) => `Class${i}`)
  writeSync(file, `],\n"locations":[],\n"strings":${JSON.stringify(['', 'left', 'right', ...classes])}}`)
  closeSync(file)
}

function header(nodeCount: number, edgeCount: number, isPython: boolean) {
  const fields = isPython ? [...NODE_FIELDS, ...PYTHON_FIELDS] : NODE_FIELDS
  // The number of a page of memory stands before the 13 bits of a place in it.
  const pageTable = Array.from({ length: (2 * nodeCount + 8192) >>> 13 }, (_, page) => 4096 + page)
  return {
    meta: {
      node_fields: fields,
      node_types: [NODE_TYPES, 'string', ...fields.slice(2).map(() => 'number')],
      edge_fields: ['type', 'name_or_index', 'to_node'],
      edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
      location_fields: ['object_index', 'script_id', 'line', 'column'],
    },
    node_count: nodeCount,
    edge_count: edgeCount,
    trace_function_count: 0,
    ...(isPython && { py: { format: 1, pageTable } }),
  }
}

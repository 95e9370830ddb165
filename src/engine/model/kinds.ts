/**
 * Node types, numbered as V8 numbers them today. A reader translates the file's own list (`meta.node_types`) into
 * these; a type not listed here gets the next number and keeps its name in `Snapshot.nodeTypeNames`.
 */
export const NodeType = {
  hidden: 0,
  array: 1,
  string: 2,
  object: 3,
  code: 4,
  closure: 5,
  regexp: 6,
  number: 7,
  native: 8,
  synthetic: 9,
  concatenatedString: 10,
  slicedString: 11,
  symbol: 12,
  bigint: 13,
  objectShape: 14,
  wasmObject: 15,
} as const

/** The names of the node types in a file, by their number in `NodeType`. */
export const NODE_TYPE_NAMES: readonly string[] = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'number',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'symbol',
  'bigint',
  'object shape',
  'wasm object',
]

/** Edge types, numbered as V8 numbers them; translated like the node types. */
export const EdgeType = {
  context: 0,
  element: 1,
  property: 2,
  internal: 3,
  hidden: 4,
  shortcut: 5,
  weak: 6,
} as const

export const EDGE_TYPE_NAMES: readonly string[] = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
]

/** Whether `name_or_index` of an edge of this type is an index rather than a string. */
export function edgeHasIndex(type: number): boolean {
  return type === EdgeType.element || type === EdgeType.hidden
}

/** Whether an object in the DOM is still in the document: the values of `Snapshot.detachedness`. */
export const Detachedness = { unknown: 0, attached: 1, detached: 2 } as const

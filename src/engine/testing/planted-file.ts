import { EDGE_TYPE_NAMES, NODE_TYPE_NAMES } from '../model/kinds.ts'

/** Makes the text of a secret that stands in a place; each call makes another. */
export type Secret = (place: string) => string
/** Makes a name that goes as it is. */
export type Kept = (place: string) => string

const NODE_TYPES = [...NODE_TYPE_NAMES, 'odd type']
const EDGE_TYPES = [...EDGE_TYPE_NAMES, 'odd type']
const NODE_FIELDS = ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness']

interface PlantedNode {
  readonly type: string
  readonly name: string
  readonly detached?: boolean
  readonly size?: number
  readonly edges: [type: string, name: string | number, to: number][]
}

/**
 * A capture with a secret in every place where a string can stand, and marked names where they may: what a redacted
 * container of it holds is known. @returns the text of a `.heapsnapshot`
 */
export function plantedFile(secret: Secret, kept: Kept): string {
  const strings = new Strings()
  const heap = new PlantedHeap()
  plantNodes(heap, secret, kept)
  plantEdges(heap, secret, kept)
  plantKeys(heap, secret, kept)
  plantPairs(heap, secret)
  const script = heap.node('code', `system / Script / ${address(secret, kept)}`)
  const located = heap.node('object', kept('LocatedClass'))
  const nodes = heap.nodes
  const functions = [0, strings.of('(root)'), strings.of(''), 0, 0, 0]
  functions.push(1, strings.of(`made for ${secret('function')}`), strings.of(address(secret, kept)), 7, 3, 4)
  functions.push(
    2,
    strings.of(kept('tracedFunction')),
    strings.of(`/srv/${kept('folder')}/main.js?${secret('path')}`),
    8,
    1,
    2,
  )
  const file = {
    snapshot: {
      meta: {
        node_fields: NODE_FIELDS,
        node_types: [NODE_TYPES, 'string', 'number', 'number', 'number', 'number', 'number'],
        edge_fields: ['type', 'name_or_index', 'to_node'],
        edge_types: [EDGE_TYPES, 'string_or_number', 'node'],
        location_fields: ['object_index', 'script_id', 'script_object_index', 'line', 'column'],
        trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
        trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
        sample_fields: ['timestamp_us', 'last_assigned_id'],
        scope_fields: [
          'script_node_index',
          'scope_id',
          'depth',
          'scope_context_vars_count',
          'scope_uses_count',
        ],
        scope_context_var_fields: ['name'],
        scope_use_fields: ['declaring_scope_id', 'slot_index'],
      },
      node_count: nodes.length,
      edge_count: nodes.reduce((sum, { edges }) => sum + edges.length, 0),
      trace_function_count: 3,
    },
    nodes: nodes.flatMap(({ type, name, edges, detached, size }, i) => [
      NODE_TYPES.indexOf(type),
      strings.of(name),
      2 * i + 1,
      i === 0 ? 0 : (size ?? 16),
      edges.length,
      i === 0 ? 0 : 2,
      detached === true ? 2 : 0,
    ]),
    edges: nodes.flatMap(({ edges }) =>
      edges.flatMap(([type, name, to]) => [
        EDGE_TYPES.indexOf(type),
        typeof name === 'number' ? name : strings.of(name),
        to * NODE_FIELDS.length,
      ]),
    ),
    trace_function_infos: functions,
    trace_tree: [1, 0, 0, 0, [2, 1, 1, 8, [3, 2, 1, 8, []]]],
    samples: [1000, 3],
    locations: [located * NODE_FIELDS.length, 7, script * NODE_FIELDS.length, 10, 4],
    scopes: [script * NODE_FIELDS.length, 5, 0, 2, 0],
    scope_context_vars: [strings.of(kept('scopeVariable')), strings.of(`not a ${secret('variable')}`)],
    scope_uses: [],
    strings: strings.all,
  }
  strings.of(secret('unused'))
  return JSON.stringify(file)
}

class Strings {
  readonly all: string[] = []
  readonly #numbers = new Map<string, number>()

  of(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    this.#numbers.set(text, this.all.push(text) - 1)
    return this.all.length - 1
  }
}

class PlantedHeap {
  readonly nodes: PlantedNode[] = [{ type: 'synthetic', name: '', edges: [] }]

  /** Adds a node that the root holds. */
  node(type: string, name: string, more: { detached?: boolean; size?: number } = {}): number {
    const index = this.nodes.push({ type, name, edges: [], ...more }) - 1
    this.edge(0, 'element', index, index)
    return index
  }

  edge(from: number, type: string, name: string | number, to: number): void {
    this.nodes[from]!.edges.push([type, name, to])
  }
}

function address(secret: Secret, kept: Kept): string {
  const user = encodeURIComponent(secret('user').replace(/\p{Surrogate}/gu, ''))
  return `https://${user}:${user}@${kept('host').toLowerCase()}.example/${kept('path')}/app.js?q=${secret('query')}#${secret('fragment')}`
}

/** Names of nodes of every type. */
function plantNodes(heap: PlantedHeap, secret: Secret, kept: Kept): void {
  for (const type of NODE_TYPES) {
    if (type === 'object' || type === 'synthetic') continue
    heap.node(type, `${secret(type)} as the name`)
  }
  for (const type of ['string', 'symbol', 'odd type', 'regexp', 'concatenated string', 'bigint', 'number'])
    heap.node(type, secret(`bare ${type}`))
  heap.node('synthetic', `${secret('synthetic')}, a root`)
  heap.node('object', kept('SomeClass'))
  heap.node('closure', kept('someFunction'))
  heap.node('closure', `get ${kept('accessor')}`)
  heap.node('native', `<div id="${secret('id')}" data-token='${secret('attribute')}'>`)
  heap.node('native', `<${kept('tag').toLowerCase()} class="${secret('class')}">`, { detached: true })
  heap.node('native', `Window / ${address(secret, kept)}`, { detached: true })
  heap.node('object', `Window / ${address(secret, kept)}`)
  heap.node('hidden', `system / NativeContext / ${address(secret, kept)}`)
  heap.node('code', address(secret, kept))
  heap.node('code', `data:text/javascript,${secret('data')}`)
  heap.node('code', `blob:https://shop.example/${secret('blob')}`)
  heap.node('code', `system / SharedFunctionInfo / ${kept('sharedFunction')}`)
  heap.node('code', `system / SharedFunctionInfo / not a ${secret('shared function')}`)
  const first = heap.node('string', secret('first part'))
  const second = heap.node('string', secret('second part'))
  for (let copy = 0; copy < 2; copy++) {
    const rope = heap.node('concatenated string', '(concatenated string)')
    heap.edge(rope, 'internal', 'first', first)
    heap.edge(rope, 'internal', 'second', second)
  }
}

/** Names of edges of every type. */
function plantEdges(heap: PlantedHeap, secret: Secret, kept: Kept): void {
  const holder = heap.node('object', kept('HolderClass'))
  for (const type of EDGE_TYPES) {
    if (type === 'element' || type === 'hidden') heap.edge(holder, type, 3, holder)
    else heap.edge(holder, type, `${secret(`${type} edge`)} as the name`, holder)
  }
  heap.edge(holder, 'context', kept('contextVariable'), holder)
  heap.edge(holder, 'property', kept('ordinaryProperty'), holder)
  heap.edge(holder, 'property', `<symbol ${kept('symbolName')}>`, holder)
  heap.edge(holder, 'property', `<symbol of ${secret('symbol')}>`, holder)
  heap.edge(holder, 'property', `get ${kept('getter')}`, holder)
  heap.edge(0, 'shortcut', `7 / made by ${secret('handle')}`, holder)
}

/** Names of properties that are data: by their looks, and by where they stand. */
function plantKeys(heap: PlantedHeap, secret: Secret, kept: Kept): void {
  const value = heap.node('object', kept('ValueClass'))
  const looks = heap.node('object', 'Object')
  for (const key of [
    `${secret('mail')}@example.org`,
    `https://example.org/?${secret('address')}`,
    `the ${secret('words')}`,
    `${secret('long')}${'x'.repeat(70)}`,
    `${secret('number')}20261234567`,
    `${secret('uuid')}-3f2504e0-4f89-11d3-9a0c-0305e82c3301`,
  ])
    heap.edge(looks, 'property', key, value)
  const record = heap.node('object', 'Object')
  heap.edge(record, 'property', kept('besideOthers'), value)
  const table = heap.node('object', 'Object')
  const plantKey = (object: number, place: string): void => {
    const key = secret(place)
    heap.edge(object, 'property', key, value)
    // As V8 has it: the name of a property is a string of the heap too, and one entry of the capture's table for both.
    heap.node('string', key)
  }
  for (let i = 0; i < 70; i++) plantKey(table, 'key of a table')
  // Few keys, all with values of one class.
  const small = heap.node('object', 'Object')
  for (let i = 0; i < 9; i++) plantKey(small, 'key of a small table')
  // The same name as a value, a key and a property: only the property goes.
  const shared = kept('sharedName')
  heap.edge(table, 'property', shared, value)
  heap.edge(record, 'property', shared, value)
  heap.node('string', shared)
}

/** Entries of WeakMaps: their names hold those of key and value. */
function plantPairs(heap: PlantedHeap, secret: Secret): void {
  const table = heap.node('array', '')
  const key = heap.node('object', 'Object')
  const text = secret('value in a WeakMap')
  const value = heap.node('string', text)
  const id = (node: number): number => 2 * node + 1
  const name = (n: number): string =>
    `${n} / part of key (Object @${id(key)}) -> value (${text} @${id(value)}) pair in WeakMap (table @${id(table)})`
  heap.edge(table, 'internal', name(1), value)
  heap.edge(key, 'internal', name(2), value)
  const odd = secret('odd pair')
  heap.edge(
    table,
    'internal',
    `3 / part of key (${odd} @999) -> value (${odd} @998) pair in WeakMap (table @${id(table)})`,
    value,
  )
}

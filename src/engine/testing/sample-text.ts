import type { ByteSource } from '../format/source.ts'

/** A heap of five nodes that has every section a V8 file may have, as the object its JSON text is made of. */
export function sampleFile() {
  return {
    snapshot: {
      meta: {
        node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness'],
        node_types: [['hidden', 'array', 'string', 'object', 'synthetic', 'native'], 'string', 'number'],
        edge_fields: ['type', 'name_or_index', 'to_node'],
        edge_types: [['context', 'element', 'property', 'weak', 'shortcut'], 'string_or_number', 'node'],
        location_fields: ['object_index', 'script_id', 'line', 'column'],
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
      } as Record<string, unknown>,
      node_count: 5,
      edge_count: 6,
    } as Record<string, unknown>,
    // prettier-ignore
    nodes: [
      4, 0, 1, 0, 2, 0,
      3, 1, 3, 16, 2, 0,
      3, 2, 5, 24, 1, 0,
      2, 3, 7, 4294967296, 0, 0,
      5, 4, 8, 123456789, 1, 2,
    ],
    // prettier-ignore
    edges: [
      4, 5, 6,
      1, 1, 12,
      2, 5, 12,
      2, 6, 24,
      1, 3, 18,
      3, 0, 12,
    ],
    // prettier-ignore
    trace_function_infos: [
      0, 1, 0, 0, 0, 0,
      1, 5, 2, 7, 3, 4,
    ],
    trace_tree: [1, 0, 0, 0, [2, 1, 1, 8, [], 3, 1, 2, 4294967296, [4, 0, 5, 6, []]]] as unknown[],
    samples: [1000, 3, 2000, 9],
    locations: [12, 7, 10, 4],
    // prettier-ignore
    scopes: [
      18, -2, 0, 1, 0,
      18, 5, 1, 1, 2,
    ],
    scope_context_vars: [2, 5],
    scope_uses: [-2, 0, 5, 0],
    unheard_of: [1, 2, { odd: '"]' }],
    strings: ['', 'Window', 'Session', 'a "quoted"\n\ud83d\ude00 text', '<div id="x">', 'window', 'element'],
  }
}

export type SampleFile = ReturnType<typeof sampleFile>

export function sampleText(): string {
  return JSON.stringify(sampleFile())
}

/** A source of these pieces of bytes. */
export function sourceOf(pieces: readonly Uint8Array[], name = 'test.heapsnapshot'): ByteSource {
  return {
    name,
    size: pieces.reduce((sum, piece) => sum + piece.length, 0),
    async *chunks() {
      yield* pieces
    },
  }
}

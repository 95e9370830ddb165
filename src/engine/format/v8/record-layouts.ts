/** Where the fields that are wanted stand in a record, in the order in which they are wanted. */
export interface RecordLayout {
  /** Numbers in a record. */
  readonly stride: number
  readonly fields: readonly number[]
}

/** How to read what a file says beside its nodes, edges, locations and strings. Null where the file does not say. */
export interface SideLayouts {
  /** name, script_name, script_id, line, column */
  readonly traceFunctions: RecordLayout | null
  /** id, function_info_index, count, size, children */
  readonly traceTree: RecordLayout | null
  /** timestamp_us, last_assigned_id */
  readonly samples: RecordLayout | null
  /** script_node_index, scope_id, depth, scope_context_vars_count, scope_uses_count */
  readonly scopes: RecordLayout | null
  /** name */
  readonly scopeVariables: RecordLayout | null
  /** declaring_scope_id, slot_index */
  readonly scopeUses: RecordLayout | null
}

/** @param meta the object `meta` of the section `snapshot` */
export function sideLayouts(meta: Readonly<Record<string, unknown>>): SideLayouts {
  const layout = (list: string, ...wanted: string[]): RecordLayout | null => recordLayout(meta[list], wanted)
  const tree = layout('trace_node_fields', 'id', 'function_info_index', 'count', 'size', 'children')
  return {
    traceFunctions: layout(
      'trace_function_info_fields',
      'name',
      'script_name',
      'script_id',
      'line',
      'column',
    ),
    // A list of children says nothing before the record it belongs to has begun.
    traceTree: tree?.fields.at(-1) === 0 ? null : tree,
    samples: layout('sample_fields', 'timestamp_us', 'last_assigned_id'),
    scopes: layout(
      'scope_fields',
      'script_node_index',
      'scope_id',
      'depth',
      'scope_context_vars_count',
      'scope_uses_count',
    ),
    scopeVariables: layout('scope_context_var_fields', 'name'),
    scopeUses: layout('scope_use_fields', 'declaring_scope_id', 'slot_index'),
  }
}

/** Null where not all the fields that are wanted are there. */
function recordLayout(declared: unknown, wanted: readonly string[]): RecordLayout | null {
  if (!Array.isArray(declared)) return null
  const names: readonly unknown[] = declared
  const fields = wanted.map((name) => names.indexOf(name))
  return fields.includes(-1) ? null : { stride: names.length, fields }
}

import { vi } from 'vitest'
import type { ByteSource } from '../format/source.ts'
import { type Ahead, type AheadSearch, readAhead } from '../format/v8/read-ahead.ts'
import {
  findEdgeTails,
  readEdgeTail,
  type TailFindings,
  type TailRequest,
  type TailSearch,
} from '../format/v8/read-edge-tail.ts'
import type { SecondReader } from '../format/v8/text-input.ts'

export const NODES = 9000
export const EDGES_A_NODE = 12
/** The first thread reads little at a time, so that the other comes in between, as another thread would. */
const PIECE = 1 << 12
const LARGE_PIECE = 1 << 20

/** What stands behind the edges unless a test says otherwise. */
export const REST = `"samples":[${'7,'.repeat(1000)}7],"locations":[5,1,2,3,10,1,2,3,15,4,5,6],"strings":["a","b","c d","é"]`

interface FileParts {
  readonly lineBreak?: string
  readonly change?: (edges: number[]) => void
  /** Sections between the header and the nodes, with a comma behind each. */
  readonly before?: string
  /** The sections behind the edges. */
  readonly rest?: string
  /** Whether the header says how to read stacks, samples and scopes. */
  readonly describesSide?: boolean
}

const SIDE_FIELDS = {
  trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
  trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
  sample_fields: ['timestamp_us', 'last_assigned_id'],
  scope_fields: ['script_node_index', 'scope_id', 'depth', 'scope_context_vars_count', 'scope_uses_count'],
  scope_context_var_fields: ['name'],
  scope_use_fields: ['declaring_scope_id', 'slot_index'],
}

/** Now and then an index that needs all 32 bits. */
function nameOf(i: number): number {
  return i % 1009 === 1 ? 2 ** 32 - 1 - (i % 5) : i % 1000
}

/** A file with enough edges to be worth a second thread. */
export function fileText(parts: FileParts = {}): string {
  const { lineBreak = '', change, before = '', rest = REST, describesSide = false } = parts
  const nodes = Array.from(
    { length: NODES },
    (_, i) => `3,${i % 2},${2 * i + 1},${8 + (i % 5)},${EDGES_A_NODE}`,
  )
  const edges = Array.from({ length: NODES * EDGES_A_NODE * 3 }, (_, i) =>
    i % 3 === 0 ? 1 : i % 3 === 1 ? nameOf(i) : 5 * ((i * 7919) % NODES),
  )
  change?.(edges)
  const meta = {
    node_fields: ['type', 'name', 'id', 'self_size', 'edge_count'],
    node_types: [['hidden', 'array', 'string', 'object']],
    edge_fields: ['type', 'name_or_index', 'to_node'],
    edge_types: [['context', 'element', 'property']],
    location_fields: ['object_index', 'script_id', 'line', 'column'],
    ...(describesSide && SIDE_FIELDS),
  }
  const records = Array.from({ length: edges.length / 3 }, (_, i) => edges.slice(3 * i, 3 * i + 3).join())
  const header = JSON.stringify({ meta, node_count: NODES, edge_count: edges.length / 3 })
  return `{"snapshot":${header},${before}"nodes":[${nodes.join(`${lineBreak},`)}],"edges":[${records.join(`${lineBreak},`)}${lineBreak}],${rest}}`
}

/** @param piece bytes that come at a time */
export function sourceFor(text: string | Uint8Array, piece = PIECE): ByteSource {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return {
    name: 'test',
    size: bytes.length,
    origin: 'here',
    read: async (from, to) => bytes.slice(from, to),
    async *chunks(from = 0) {
      for (let at = from; at < bytes.length; at += piece) yield bytes.slice(at, at + piece)
    },
  }
}

/** A reader that works in this thread, as soon as this one lets it. */
export function readerOf(
  text: string | Uint8Array,
  change: (search: TailSearch) => TailSearch = (search) => search,
) {
  const source = sourceFor(text, LARGE_PIECE)
  const read = vi.fn<(request: TailRequest) => Promise<TailFindings>>((request) =>
    readEdgeTail(source, request),
  )
  const ahead = vi.fn<(search: AheadSearch) => Promise<Ahead | null>>((search) =>
    readAhead((from) => source.chunks(from), search),
  )
  const reader: SecondReader = {
    findTails: (search) => findEdgeTails(source, change(search)),
    readTail: read,
    readAhead: ahead,
  }
  return { reader, read, ahead }
}

import { NodeType } from '../model/kinds.ts'
import type { Kind, KindRow } from '../model/rows.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'

const KINDS: Record<number, Kind> = {
  [NodeType.hidden]: 'system',
  [NodeType.array]: 'array',
  [NodeType.string]: 'string',
  [NodeType.object]: 'object',
  [NodeType.code]: 'code',
  [NodeType.closure]: 'closure',
  [NodeType.regexp]: 'object',
  [NodeType.number]: 'number',
  [NodeType.native]: 'native',
  [NodeType.synthetic]: 'root',
  [NodeType.concatenatedString]: 'string',
  [NodeType.slicedString]: 'string',
  [NodeType.symbol]: 'string',
  [NodeType.bigint]: 'number',
  [NodeType.objectShape]: 'system',
  [NodeType.wasmObject]: 'object',
}

/** All kinds, in the order they are listed in. */
export const KINDS_IN_ORDER: readonly Kind[] = [
  'object',
  'array',
  'string',
  'closure',
  'code',
  'native',
  'number',
  'system',
  'root',
]

/** The kind of a node type. Types that only some other writer knows count as system. */
export function kindOfType(type: number): Kind {
  return KINDS[type] ?? 'system'
}

/** What the heap is made of: objects and bytes by kind, in a fixed order, without kinds that do not occur. O(nodes). */
export function composition(snapshot: Snapshot, shallowSize: WideColumn): KindRow[] {
  const counts = new Float64Array(256)
  const sizes = new Float64Array(256)
  const { nodeType } = snapshot
  for (let node = 0; node < snapshot.nodeCount; node++) {
    const size = shallowSize[node]!
    if (size === 0) continue
    counts[nodeType[node]!]!++
    sizes[nodeType[node]!]! += size
  }
  const rows = KINDS_IN_ORDER.map((kind) => ({ kind, count: 0, shallowSize: 0 }))
  for (let type = 0; type < 256; type++) {
    const row = rows[KINDS_IN_ORDER.indexOf(kindOfType(type))]!
    row.count += counts[type]!
    row.shallowSize += sizes[type]!
  }
  return rows.filter((row) => row.count > 0)
}

import { EdgeNames } from '../model/edge-names.ts'
import { EDGE_TYPE_NAMES, NODE_TYPE_NAMES, NodeType } from '../model/kinds.ts'
import type { Family, Snapshot } from '../model/snapshot.ts'
import type { StringTable } from '../model/string-table.ts'

/** A file that was read and holds no objects. */
export interface WithoutObjects {
  /** What it holds, in a heap of nothing but a root. */
  readonly snapshot: Snapshot
  /** Bytes read. */
  readonly bytes: number
}

/**
 * A file that holds no objects is taken for a heap of nothing but a root, so that it is opened, kept, shared and asked as
 * any other, with what it does hold beside.
 */
export function withoutObjects(
  family: Family,
  strings: StringTable,
  held: Partial<Pick<Snapshot, 'traces' | 'series' | 'report'>>,
): Snapshot {
  const firstEdge = new Uint32Array(2)
  return {
    family,
    nodeCount: 1,
    edgeCount: 0,
    root: 0,
    nodeType: Uint8Array.of(NodeType.synthetic),
    nodeTypeNames: NODE_TYPE_NAMES,
    nodeName: Uint32Array.of(strings.add('')),
    nodeId: Uint32Array.of(1),
    selfSize: Uint32Array.of(0),
    detachedness: null,
    firstEdge,
    edgeLink: new Uint32Array(0),
    edgeTypeNames: EDGE_TYPE_NAMES,
    edgeNames: oneEmptyList(firstEdge),
    strings,
    locations: null,
    traces: null,
    nodeTrace: null,
    scopes: null,
    python: null,
    extraNativeBytes: 0,
    ...held,
  }
}

function oneEmptyList(firstEdge: Uint32Array): EdgeNames {
  const tuples = { blocks: [new Uint32Array(1)], first: Uint32Array.of(0) }
  return new EdgeNames({ sequence: Uint32Array.of(0), tuples, wide: [] }, firstEdge)
}

import { EdgeNames } from '../../model/edge-names.ts'
import { EDGE_TYPE_NAMES, NODE_TYPE_NAMES, NodeType } from '../../model/kinds.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { StringTable } from '../../model/string-table.ts'
import { noTraces, type TraceFunctions, type TraceTree } from '../../model/traces.ts'

/**
 * A profile holds no objects: it is taken for a heap of nothing but a root, so that it is opened, kept and asked as any
 * other, with the stacks beside.
 */
export function profileSnapshot(profile: {
  readonly tree: TraceTree
  readonly functions: TraceFunctions
  readonly strings: StringTable
}): Snapshot {
  const { tree, functions, strings } = profile
  const firstEdge = new Uint32Array(2)
  return {
    family: 'v8 profile',
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
    traces: { functions, tree, samples: noTraces().samples },
    nodeTrace: null,
    scopes: null,
    python: null,
    extraNativeBytes: 0,
  }
}

function oneEmptyList(firstEdge: Uint32Array): EdgeNames {
  const tuples = { blocks: [new Uint32Array(1)], first: Uint32Array.of(0) }
  return new EdgeNames({ sequence: Uint32Array.of(0), tuples, wide: [] }, firstEdge)
}

import { HeapError } from '../base/error.ts'
import type { Comparison } from '../model/digest.ts'
import { type Graph, NO_DISTANCE } from '../model/graph.ts'
import { Detachedness } from '../model/kinds.ts'
import { GENERATION_NAMES, IMMORTAL, type PythonHeap } from '../model/python-heap.ts'
import type { NodeChange, NodeRecord, NodeRow, PythonRow } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Heap } from './heap.ts'
import { kindOfType } from './kinds.ts'
import { displayName } from './names.ts'
import { pythonRole } from './python-role.ts'
import { changeOf } from './statuses.ts'

/** Everything a list shows of one node. */
export function nodeRow(heap: Heap, node: number): NodeRow {
  const { snapshot, table } = heap
  const type = snapshot.nodeType[node]!
  const graph = heap.ready?.graph
  const { name: className, key: classKey } = table.classes[table.classOf[node]!]!
  return {
    node,
    id: snapshot.nodeId[node]!,
    type: snapshot.nodeTypeNames[type]!,
    kind: kindOfType(type),
    name: displayName(snapshot, node),
    className,
    classKey,
    shallowSize: heap.shallowSize[node]!,
    selfSize: snapshot.selfSize[node]!,
    retainedSize: graph ? graph.retainedSize[node]! : null,
    distance: graph ? knownDistance(graph.distance[node]!) : null,
    detached: heap.detachedness[node] === Detachedness.detached,
    references: snapshot.firstEdge[node + 1]! - snapshot.firstEdge[node]!,
    ...(snapshot.python && { python: pythonRow(snapshot, snapshot.python, node) }),
    ...(graph && heap.comparison && { change: change(heap, heap.comparison, graph, node) }),
  }
}

function pythonRow(snapshot: Snapshot, python: PythonHeap, node: number): PythonRow {
  const { refcount, length, generation } = python
  return {
    refcount: refcount[node] === IMMORTAL ? null : refcount[node]!,
    length: length[node]!,
    generation: GENERATION_NAMES[generation[node]!] ?? 'untracked',
    role: pythonRole(snapshot, node),
  }
}

function change({ table }: Heap, comparison: Comparison, { retainedSize }: Graph, node: number): NodeChange {
  return changeOf({ comparison, classOf: table.classOf, retainedSize }, node)
}

/** One node as the command line prints it. @throws HeapError `not-ready` before the graph is computed */
export function nodeRecord(heap: Heap, node: number): NodeRecord {
  const { snapshot, table } = heap
  if (!heap.ready) throw notReady()
  const { retainedSize, distance, dominator } = heap.ready.graph
  return {
    id: snapshot.nodeId[node]!,
    type: snapshot.nodeTypeNames[snapshot.nodeType[node]!]!,
    name: displayName(snapshot, node),
    class: table.classes[table.classOf[node]!]!.name,
    shallowSize: heap.shallowSize[node]!,
    retainedSize: retainedSize[node]!,
    distance: knownDistance(distance[node]!),
    dominator: node === snapshot.root ? null : snapshot.nodeId[dominator[node]!]!,
  }
}

export function knownDistance(distance: number): number | null {
  return distance === NO_DISTANCE ? null : distance
}

export function notReady(): HeapError {
  return new HeapError(
    'not-ready',
    'Retained sizes and paths are still being computed; ask again in a moment.',
  )
}

/** What is answered while the heap is in its container. */
export function notLoaded(): HeapError {
  return new HeapError('not-ready', 'The objects are still being read; ask again in a moment.')
}

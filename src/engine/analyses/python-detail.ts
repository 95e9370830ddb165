import { edgesInto } from '../graph/edges-into.ts'
import { edgeSource } from '../model/edge-source.ts'
import type { Retainers } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import { IMMORTAL, PythonFlag } from '../model/python-heap.ts'
import type { PythonDetail } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { rootChildren } from './python/root-children.ts'

/**
 * What only heaps of CPython say of one object; null in others. O(edges out of the nodes that refer to it).
 * @param retainers null while they are not known
 */
export function pythonDetail(
  snapshot: Snapshot,
  retainers: Retainers | null,
  node: number,
): PythonDetail | null {
  const { python } = snapshot
  if (!python) return null
  const flags = python.flags[node]!
  const counted = retainers ? countReferences(snapshot, retainers, node) : null
  const refcount = python.refcount[node]!
  return {
    counted,
    outside: counted === null || refcount === IMMORTAL ? null : refcount - counted,
    hasFinalizer: (flags & PythonFlag.finalizer) !== 0,
    hasOwnDict: (flags & PythonFlag.ownDict) !== 0,
  }
}

/**
 * The references to an object that a reference count counts. What the capture adds to them does not: the ways from its own
 * roots, weak references, and the name that a function gives to what is in a cell of it.
 */
function countReferences(snapshot: Snapshot, retainers: Retainers, node: number): number {
  const roots = new Set([snapshot.root, ...rootChildren(snapshot)])
  let count = 0
  for (const edge of edgesInto(snapshot, retainers, node)) {
    const type = linkType(snapshot.edgeLink[edge]!)
    if (type === EdgeType.weak || type === EdgeType.context) continue
    if (!roots.has(edgeSource(snapshot.firstEdge, edge))) count++
  }
  return count
}

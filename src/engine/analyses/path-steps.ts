import { edgeSource } from '../model/edge-source.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { PathStep } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Heap } from './heap.ts'
import { edgeLabel } from './names.ts'
import { nodeRow } from './node-row.ts'
import { pythonReference } from './python-reference.ts'
import { tableReference } from './table-reference.ts'

/** The steps of a path by its edges from the root down. @param dominators the nodes that every path comes through */
export function pathSteps(
  heap: Heap,
  path: readonly number[],
  dominators: ReadonlySet<number>,
): readonly PathStep[] {
  const { snapshot } = heap
  return path.map((edge, at) => {
    const link = snapshot.edgeLink[edge]!
    const target = linkTarget(link)
    const source = edgeSource(snapshot.firstEdge, edge)
    return {
      node: nodeRow(heap, target),
      edge: source === snapshot.root ? null : pathEdge(snapshot, source, edge, path[at - 1]),
      dominator: dominators.has(target),
    }
  })
}

/** @param before the edge that leads to the source */
function pathEdge(
  snapshot: Snapshot,
  source: number,
  edge: number,
  before: number | undefined,
): PathStep['edge'] {
  const written = isTableOf(snapshot, before)
    ? tableReference(snapshot, source, edge)
    : pythonReference(snapshot, source, edge)
  return {
    type: snapshot.edgeTypeNames[linkType(snapshot.edgeLink[edge]!)]!,
    name: edgeLabel(snapshot, source, edge),
    ...(written !== undefined && { written }),
  }
}

/** Whether an edge of a V8 heap leads from a collection to the array that holds its entries. */
function isTableOf(snapshot: Snapshot, edge: number | undefined): boolean {
  if (edge === undefined || snapshot.python || linkType(snapshot.edgeLink[edge]!) !== EdgeType.internal)
    return false
  return edgeLabel(snapshot, edgeSource(snapshot.firstEdge, edge), edge) === 'table'
}

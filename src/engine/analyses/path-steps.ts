import { edgeSource } from '../model/edge-source.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { PathStep } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Heap } from './heap.ts'
import { edgeLabel } from './names.ts'
import { nodeRow } from './node-row.ts'
import { pythonReference } from './python-reference.ts'

/** The steps of a path by its edges from the root down. @param dominators the nodes that every path comes through */
export function pathSteps(
  heap: Heap,
  path: readonly number[],
  dominators: ReadonlySet<number>,
): readonly PathStep[] {
  const { snapshot } = heap
  return path.map((edge) => {
    const link = snapshot.edgeLink[edge]!
    const target = linkTarget(link)
    const source = edgeSource(snapshot.firstEdge, edge)
    return {
      node: nodeRow(heap, target),
      edge: source === snapshot.root ? null : pathEdge(snapshot, source, edge),
      dominator: dominators.has(target),
    }
  })
}

function pathEdge(snapshot: Snapshot, source: number, edge: number): PathStep['edge'] {
  const written = pythonReference(snapshot, source, edge)
  return {
    type: snapshot.edgeTypeNames[linkType(snapshot.edgeLink[edge]!)]!,
    name: edgeLabel(snapshot, source, edge),
    ...(written !== undefined && { written }),
  }
}

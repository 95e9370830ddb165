import type { Snapshot } from '../model/snapshot.ts'

/** The names of all edges, an entry each, in the file's order. */
export function edgeNameColumn({ nodeCount, firstEdge, edgeNames }: Snapshot): number[] {
  const column: number[] = []
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++)
      column.push(edgeNames.at(node, edge))
  }
  return column
}

import type { Snapshot } from '../model/snapshot.ts'

/**
 * Room for a number for each node and each edge of the root. Steps that follow each other share it, so that the memory of
 * one need not be collected before the next takes its own; what one leaves there means nothing to the next.
 */
export function workColumn({ nodeCount, root, firstEdge }: Snapshot): Uint32Array {
  return new Uint32Array(nodeCount + firstEdge[root + 1]! - firstEdge[root]!)
}

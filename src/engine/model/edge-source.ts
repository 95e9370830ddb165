/** The node that an edge starts at. O(log nodes). */
export function edgeSource(firstEdge: Uint32Array, edge: number): number {
  let low = 0
  let high = firstEdge.length - 1
  // The source is the last node whose first edge is not after this one: nodes without edges share theirs with the next.
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (firstEdge[middle]! <= edge) {
      low = middle
    } else {
      high = middle
    }
  }
  return low
}

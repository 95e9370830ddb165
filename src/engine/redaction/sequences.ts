import type { Snapshot } from '../model/snapshot.ts'

/** The sequences of edge names of a heap, one behind the other as in a container; columns by sequence. */
export interface Sequences {
  readonly count: number
  /** How many nodes have it, and the first of them. */
  readonly nodes: Uint32Array
  readonly someNode: Uint32Array
  /** One more entry than there are sequences: where its labels begin. */
  readonly start: Float64Array
}

/** O(nodes + sequences). */
export function sequencesOf({ edgeNames, firstEdge, nodeCount }: Snapshot): Sequences {
  const { count } = edgeNames
  const nodes = new Uint32Array(count)
  const someNode = new Uint32Array(count)
  for (let node = 0; node < nodeCount; node++) {
    const sequence = edgeNames.sequenceOf(node)
    if (nodes[sequence] === 0) someNode[sequence] = node
    nodes[sequence]!++
  }
  const start = new Float64Array(count + 1)
  for (let sequence = 0; sequence < count; sequence++) {
    const node = someNode[sequence]!
    const length = nodes[sequence] === 0 ? 0 : firstEdge[node + 1]! - firstEdge[node]!
    start[sequence + 1] = start[sequence]! + length
  }
  return { count, nodes, someNode, start }
}

/** The labels of a sequence, as a view; none where no node has it. */
export function labelsOf(
  { edgeNames }: Snapshot,
  { nodes, someNode }: Sequences,
  sequence: number,
): Uint32Array {
  return nodes[sequence] === 0 ? NONE : edgeNames.labelsOf(someNode[sequence]!)
}

const NONE = new Uint32Array(0)

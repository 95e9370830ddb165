import { column, isShared } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { makeLink } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { numberNodes } from './depth-first.ts'
import { findDominators } from './dominators.ts'
import { NO_PAIRS } from './essential-edges.ts'

const TYPES: Readonly<Record<string, number>> = {
  e: EdgeType.element,
  p: EdgeType.property,
  s: EdgeType.shortcut,
  w: EdgeType.weak,
}

/**
 * By node, the types and targets of its edges: forward, back, across, to itself, to the root and twice in a row, weak ones and
 * shortcuts; there are nodes that a shortcut of the root leads to, that only a weak edge leads to, and a cycle that
 * nothing leads to.
 */
const EDGES = [
  'e1 e2 s7 w9',
  'p3 p3 w4 s5 p6 p3 p0 p1',
  'p3 p6 p2 p8 w4',
  'p0 p6 p1 p8',
  'p4',
  'p6',
  'p3 p1',
  'p8 p7 p3 w9 p0 s5',
  'p12',
  'p3',
  'p11',
  'p10 p3',
  '',
]
/** V8 notes what a loop meets only after it has run for a little while. */
const TIMES = 3

/**
 * Searches a graph of a dozen objects first, which has one of everything. V8 compiles the loops for what they have met by
 * then: where something new comes along in a large graph, it starts over, and a search of a small file is half over before
 * that ends. What is found is dropped.
 * @param like a snapshot whose columns are of the same kind
 */
export async function rehearse(like: Snapshot, task: Task): Promise<void> {
  const graph = smallGraph(like)
  for (let time = 0; time < TIMES; time++) {
    await findDominators(graph, await numberNodes(graph, NO_PAIRS, task), task)
  }
}

/** Its root is node 0. */
export function smallGraph(like: Snapshot): Snapshot {
  const nodeCount = EDGES.length
  const shared = isShared(like.edgeLink)
  const lists = EDGES.map((edges) => edges.split(' ').filter((edge) => edge !== ''))
  const links = lists.flat().map((edge) => makeLink(Number(edge.slice(1)), TYPES[edge[0]!]!))
  const firstEdge = column(Uint32Array, nodeCount + 1, shared)
  for (const [node, { length }] of lists.entries()) firstEdge[node + 1] = firstEdge[node]! + length
  const edgeLink = column(Uint32Array, links.length, shared)
  edgeLink.set(links)
  const nodeType = column(Uint8Array, nodeCount, shared).fill(NodeType.object)
  return { ...like, nodeCount, edgeCount: links.length, root: 0, firstEdge, edgeLink, nodeType }
}

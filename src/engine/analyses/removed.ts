import type { Task } from '../base/task.ts'
import { keepsAlive } from '../graph/essential-edges.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { Removal } from '../graph/remaining.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { CutEdges, CutEnd, Removed } from '../model/retainer-rows.ts'
import { EdgeKinds, isCalled } from './edge-kinds.ts'
import type { CompleteHeap } from './heap.ts'

/** What names of edges and retainers stand for in a heap. */
export interface FoundRemoval {
  readonly removal: Removal
  /** By cut: how many edges. */
  readonly cutEdges: readonly number[]
  /** By ignored retainer: how many nodes. */
  readonly ignoredNodes: readonly number[]
}

const ID = /^@(\d+)$/

/** One node, or all of a class; neither where there is none of that name. */
interface End {
  readonly node: number
  readonly classIndex: number
}

/**
 * Finds the edges to cut and the nodes to ignore: of edges only those that keep their targets alive. O(nodes) for each
 * retainer, and O(nodes + edges of the class) for cuts that begin at all objects of a class.
 */
export async function findRemoved(heap: CompleteHeap, removed: Removed, task: Task): Promise<FoundRemoval> {
  const nodes: number[][] = removed.ignored.map(() => [])
  for (const [i, end] of removed.ignored.entries()) {
    await eachNode(heap, endOf(heap, end), task, (node) => nodes[i]!.push(node))
  }
  const kinds = new EdgeKinds(heap.snapshot, heap.ready.graph.essential.pairs)
  const edges: number[][] = removed.cuts.map(() => [])
  for (const [i, cut] of removed.cuts.entries()) {
    const matches = edgeTest(heap, kinds, cut)
    await eachNode(heap, endOf(heap, cut.from), task, (node) => collectEdges(heap, node, matches, edges[i]!))
  }
  return {
    removal: { nodes: distinct(nodes), edges: distinct(edges) },
    cutEdges: edges.map(({ length }) => length),
    ignoredNodes: nodes.map(({ length }) => length),
  }
}

function endOf({ snapshot, table }: CompleteHeap, end: CutEnd): End {
  const id = ID.exec(end)?.[1]
  if (id !== undefined) return { node: snapshot.nodeId.indexOf(Number(id)), classIndex: -1 }
  return { node: -1, classIndex: table.classes.findIndex(({ key }) => key === end) }
}

async function eachNode(
  { snapshot, table }: CompleteHeap,
  { node, classIndex }: End,
  task: Task,
  visit: (node: number) => void,
): Promise<void> {
  if (node !== -1) visit(node)
  if (classIndex === -1) return
  const { classOf } = table
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let at = from; at < to; at++) if (classOf[at] === classIndex) visit(at)
  })
}

function edgeTest(heap: CompleteHeap, kinds: EdgeKinds, cut: CutEdges) {
  const { snapshot, table, ready } = heap
  const { essential } = ready.graph
  const to = endOf(heap, cut.to)
  return (source: number, edge: number): boolean => {
    const link = snapshot.edgeLink[edge]!
    const target = linkTarget(link)
    const isThere = to.node === -1 ? table.classOf[target] === to.classIndex : target === to.node
    return (
      isThere &&
      snapshot.edgeTypeNames[linkType(link)] === cut.type &&
      isCalled(snapshot, kinds, source, edge, cut.name) &&
      keepsAlive(snapshot, essential, source, edge)
    )
  }
}

function collectEdges(
  { snapshot }: CompleteHeap,
  node: number,
  matches: (source: number, edge: number) => boolean,
  into: number[],
): void {
  for (let edge = snapshot.firstEdge[node]!; edge < snapshot.firstEdge[node + 1]!; edge++) {
    if (matches(node, edge)) into.push(edge)
  }
}

/** All of them, each once, ascending. */
function distinct(lists: readonly (readonly number[])[]): Uint32Array {
  const all = Uint32Array.from(lists.flat()).sort()
  return all.filter((one, i) => i === 0 || one !== all[i - 1])
}

import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, makeLink } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { numberNodes } from './depth-first.ts'
import { findDominators } from './dominators.ts'
import { NO_PAIRS } from './essential-edges.ts'
import { inSlices, untilDone } from './in-slices.ts'
import { markLost } from './mark.ts'
import { ReachedNodes } from './reached-nodes.ts'
import { Remaining } from './remaining.ts'
import { sumRetainedSizes } from './retained-sizes.ts'

/** Edges in groups. */
export interface EdgeGroups {
  /** Distinct. */
  readonly edge: Uint32Array
  /** By place in `edge`: the node it starts at. */
  readonly source: Uint32Array
  /** By place in `edge`: the number of its group. */
  readonly group: Uint32Array
  readonly count: number
}

export interface Freed {
  /** By group: the bytes that would be freed if all edges of this one group were cut. */
  readonly byGroup: Float64Array
  /** The bytes that would be freed if all edges of all groups were cut, and the objects. */
  readonly together: { readonly size: number; readonly count: number }
}

/**
 * Finds what groups of edges alone keep alive, exactly. What all of them together keep is found by marking without them.
 * Within that, all that is reached without them counts as the root, and the edges of a group lead through one node in
 * their place; its retained size is the group's share. Only a group with edges that start at what cut edges alone keep
 * is marked on its own, since one node in place of all its edges would open ways that there are not. O(nodes + edges) to
 * mark, and dominators of what was not reached; 4 bytes a node.
 */
export async function freedByGroups(
  graph: Graph,
  retainers: Retainers,
  groups: EdgeGroups,
  task: Task,
): Promise<Freed> {
  const removal = { nodes: new Uint32Array(0), edges: groups.edge.slice().sort() }
  const { nodes: lost, nodeCount, count, bytes } = await markLost(graph, retainers, removal, task)
  const together = { size: bytes, count }
  if (nodeCount === 0) return { byGroup: new Float64Array(groups.count), together }
  const whole = new Remaining(graph)
  const cuts = sortCuts(graph, whole, new ReachedNodes(graph, retainers), groups, lost)
  const byGroup = await shares(graph, whole, nodesOf(lost, nodeCount), cuts, groups, task)
  return { byGroup, together }
}

function nodesOf(marked: BitSet, count: number): Uint32Array {
  const nodes = new Uint32Array(count)
  let at = 0
  marked.forEach((node) => {
    nodes[at++] = node
  })
  return nodes
}

/**
 * Cut edges by where they start, as places in `EdgeGroups.edge`. Left out are those that keep nothing alive, that lead to
 * what is kept anyway, and that start in a cycle which nothing leads to.
 */
interface SortedCuts {
  /** Those that start at what is kept anyway, by group. */
  readonly outer: Uint32Array
  /** Those that start at a node that only cut edges lead to. */
  readonly inner: Uint32Array
}

function sortCuts(
  { snapshot }: Graph,
  whole: Remaining,
  reached: ReachedNodes,
  { edge, source, group }: EdgeGroups,
  lost: BitSet,
): SortedCuts {
  const into = Uint32Array.from(edge, (_, at) => at).filter(
    (at) => lost.has(linkTarget(snapshot.edgeLink[edge[at]!]!)) && whole.leads(source[at]!, edge[at]!),
  )
  const outer = into.filter((at) => !lost.has(source[at]!) && reached.has(source[at]!))
  return {
    outer: outer.sort((a, b) => group[a]! - group[b]!),
    inner: into.filter((at) => lost.has(source[at]!)),
  }
}

/**
 * The bytes of each group in the graph of `nodes`, those that are lost without any cut edge: number 0 is all that is kept
 * anyway; then comes one number for each group, through which its edges from there lead; then one for each cut edge that
 * starts at one of `nodes`; then `nodes`.
 */
async function shares(
  graph: Graph,
  whole: Remaining,
  nodes: Uint32Array,
  cuts: SortedCuts,
  groups: EdgeGroups,
  task: Task,
): Promise<Float64Array> {
  const { snapshot, shallowSize } = graph
  const first = 1 + groups.count + cuts.inner.length
  const numberOf = new Uint32Array(snapshot.nodeCount)
  nodes.forEach((node, i) => (numberOf[node] = first + i))
  const targetOf = (at: number): number => numberOf[linkTarget(snapshot.edgeLink[groups.edge[at]!]!)]!
  const innerOf = new Map(Array.from(cuts.inner, (at, i) => [groups.edge[at]!, 1 + groups.count + i]))

  const links = new LinkList(first + nodes.length)
  for (let group = 0; group < groups.count; group++) links.add(1 + group)
  links.end()
  for (let group = 0, at = 0; group < groups.count; group++) {
    for (; at < cuts.outer.length && groups.group[cuts.outer[at]!] === group; at++) {
      links.add(targetOf(cuts.outer[at]!))
    }
    links.end()
  }
  for (const at of cuts.inner) {
    links.add(targetOf(at))
    links.end()
  }
  await inSlices(task, nodes.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = nodes[i]!
      for (let edge = snapshot.firstEdge[node]!; edge < snapshot.firstEdge[node + 1]!; edge++) {
        const target = numberOf[linkTarget(snapshot.edgeLink[edge]!)]!
        if (target !== 0 && whole.leads(node, edge)) links.add(innerOf.get(edge) ?? target)
      }
      links.end()
    }
  })
  const part = links.graphLike(snapshot)
  const own = new Float64Array(part.nodeCount)
  nodes.forEach((node, i) => (own[first + i] = shallowSize[node]!))
  const numbering = await numberNodes(part, NO_PAIRS, task)
  const dominators = await findDominators(part, numbering, task)
  const retained = await sumRetainedSizes(own, dominators, task)
  const byGroup = Float64Array.from({ length: groups.count }, (_, group) => retained[1 + group]!)
  // Several numbers together may keep what none of them dominates.
  for (const [group, without] of innerGroups(groups, cuts.inner)) {
    byGroup[group] = await lostWithout(part, own, [1 + group, ...without], task)
  }
  return byGroup
}

/** The groups that have edges among what is lost, each with the numbers of those. */
function innerGroups(groups: EdgeGroups, inner: Uint32Array): Map<number, number[]> {
  const numbers = new Map<number, number[]>()
  inner.forEach((at, i) => {
    const group = groups.group[at]!
    const list = numbers.get(group) ?? []
    numbers.set(group, list)
    list.push(1 + groups.count + i)
  })
  return numbers
}

/** The bytes that number 0 does not lead to without passing through some others. */
async function lostWithout(
  { nodeCount, firstEdge, edgeLink }: Snapshot,
  own: Float64Array,
  without: readonly number[],
  task: Task,
): Promise<number> {
  const marked = new BitSet(nodeCount)
  for (const number of without) marked.add(number)
  marked.add(0)
  const stack = [0]
  let kept = 0
  const advance = (budget: number): boolean => {
    for (let left = budget; left > 0 && stack.length > 0; left--) {
      const number = stack.pop()!
      kept += own[number]!
      for (let edge = firstEdge[number]!; edge < firstEdge[number + 1]!; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        if (marked.has(target)) continue
        marked.add(target)
        stack.push(target)
      }
    }
    return stack.length === 0
  }
  await untilDone(task, advance, () => 0)
  return own.reduce((sum, size) => sum + size, 0) - kept
}

/** Takes links node by node. */
class LinkList {
  readonly #firstEdge: Uint32Array
  #links = new Uint32Array(1024)
  #count = 0
  #nodes = 0

  constructor(nodes: number) {
    this.#firstEdge = new Uint32Array(nodes + 1)
  }

  add(target: number): void {
    if (this.#count === this.#links.length) {
      const more = new Uint32Array(2 * this.#count)
      more.set(this.#links)
      this.#links = more
    }
    this.#links[this.#count++] = makeLink(target, EdgeType.property)
  }

  /** No more links of this node. */
  end(): void {
    this.#firstEdge[++this.#nodes] = this.#count
  }

  /** A snapshot of which only the graph is true: enough to find dominators. */
  graphLike(snapshot: Snapshot): Snapshot {
    const edgeLink = this.#links.subarray(0, this.#count)
    const counts = { nodeCount: this.#nodes, edgeCount: this.#count, root: 0 }
    return { ...snapshot, ...counts, firstEdge: this.#firstEdge, edgeLink }
  }
}

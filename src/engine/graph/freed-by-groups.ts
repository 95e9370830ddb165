import { BitSet } from '../base/bit-set.ts'
import { createIdFilter } from '../base/id-filter.ts'
import type { Task } from '../base/task.ts'
import type { EssentialEdges, WeakMapPairs } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, makeLink } from '../model/links.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import { numberNodes } from './depth-first.ts'
import { findDominators } from './dominators.ts'
import { specialSources } from './essential-edges.ts'
import { inSlices, untilDone } from './in-slices.ts'
import { hasBit, keeps, Marking, orphans, type Walk } from './marking.ts'
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
 *
 * @param hasOrphans whether there are nodes that the root does not lead to: those without an essential edge in count as
 * its children
 */
export async function freedByGroups(
  snapshot: Snapshot,
  essential: EssentialEdges,
  size: WideColumn,
  groups: EdgeGroups,
  hasOrphans: boolean,
  task: Task,
): Promise<Freed> {
  const cut = new BitSet(snapshot.edgeCount)
  for (const edge of groups.edge) cut.add(edge)
  const special = specialSources(snapshot, essential)
  const walk = { snapshot, essential, special: special.bytes }
  const outside = new Marking(walk, cut.bytes, null)
  outside.start(snapshot.root)
  await untilDone(
    task,
    (budget) => outside.advance(budget),
    () => outside.count,
  )
  if (hasOrphans) {
    for (const orphan of await orphans(walk, outside.marked, task)) outside.start(orphan)
    await untilDone(
      task,
      (budget) => outside.advance(budget),
      () => outside.count,
    )
  }
  const inside = new Marking(walk, null, outside.marked.bytes)
  groups.edge.forEach((edge, i) => {
    const source = groups.source[i]!
    if (outside.marked.has(source) && keeps(walk, source, edge)) {
      inside.start(linkTarget(snapshot.edgeLink[edge]!))
    }
  })
  await untilDone(
    task,
    (budget) => inside.advance(budget),
    () => outside.count + inside.count,
  )
  const nodes = nodesOf(inside.marked, inside.count)
  const cuts = sortCuts(walk, groups, outside.marked, inside.marked)
  const byGroup = await shares(walk, nodes, cuts, cut.bytes, size, groups, task)
  return {
    byGroup,
    together: { size: nodes.reduce((sum, node) => sum + size[node]!, 0), count: nodes.length },
  }
}

function nodesOf(marked: BitSet, count: number): Uint32Array {
  const nodes = new Uint32Array(count)
  let at = 0
  for (let byte = 0; byte < marked.bytes.length; byte++) {
    for (let bits = marked.bytes[byte]!; bits !== 0; bits &= bits - 1) {
      nodes[at++] = 8 * byte + (31 - Math.clz32(bits & -bits))
    }
  }
  return nodes
}

/**
 * Cut edges by where they start, as places in `EdgeGroups.edge`. Left out are those that keep nothing alive, that lead
 * outside, and that start in a cycle which nothing leads to.
 */
interface SortedCuts {
  /** Those that start outside, by group. */
  readonly outer: Uint32Array
  /** Those that start at a node that only cut edges lead to. */
  readonly inner: Uint32Array
}

/**
 * The bytes of each group in the graph of `nodes`: number 0 is all that is outside; then comes one number for each group,
 * through which its edges from outside lead; then one for each cut edge that starts inside; then `nodes`.
 */
async function shares(
  walk: Walk,
  nodes: Uint32Array,
  cuts: SortedCuts,
  cut: Uint8Array,
  size: WideColumn,
  groups: EdgeGroups,
  task: Task,
): Promise<Float64Array> {
  const { snapshot } = walk
  const first = 1 + groups.count + cuts.inner.length
  const numberOf = new Uint32Array(nodes.length === 0 ? 0 : snapshot.nodeCount)
  nodes.forEach((node, i) => (numberOf[node] = first + i))
  const targetOf = (at: number): number => numberOf[linkTarget(snapshot.edgeLink[groups.edge[at]!]!)] ?? 0
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
        if (target === 0 || !keeps(walk, node, edge)) continue
        links.add(hasBit(cut, edge) ? innerOf.get(edge)! : target)
      }
      links.end()
    }
  })
  const part = links.graphLike(snapshot)
  const own = new Float64Array(part.nodeCount)
  nodes.forEach((node, i) => (own[first + i] = size[node]!))
  const { search, essential } = await numberNodes(part, NO_PAIRS, task)
  const dominators = await findDominators(part, essential, search, task)
  const retained = await sumRetainedSizes(own, dominators, task)
  const byGroup = Float64Array.from({ length: groups.count }, (_, group) => retained[1 + group]!)
  // Several numbers together may keep what none of them dominates.
  for (const [group, without] of innerGroups(groups, cuts.inner)) {
    byGroup[group] = await lostWithout(part, own, [1 + group, ...without], task)
  }
  return byGroup
}

function sortCuts(walk: Walk, groups: EdgeGroups, outside: BitSet, inside: BitSet): SortedCuts {
  const keeping = Uint32Array.from(groups.edge, (_, at) => at).filter((at) =>
    keeps(walk, groups.source[at]!, groups.edge[at]!),
  )
  const { edgeLink } = walk.snapshot
  const into = keeping.filter((at) => !outside.has(linkTarget(edgeLink[groups.edge[at]!]!)))
  const outer = into.filter((at) => outside.has(groups.source[at]!))
  return {
    outer: outer.sort((a, b) => groups.group[a]! - groups.group[b]!),
    inner: into.filter((at) => inside.has(groups.source[at]!)),
  }
}

/** The groups that have edges inside, each with the numbers of those. */
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
  part: Snapshot,
  own: Float64Array,
  without: readonly number[],
  task: Task,
): Promise<number> {
  const closed = new BitSet(part.nodeCount)
  for (const number of without) closed.add(number)
  const special = new BitSet(part.nodeCount)
  const essential = { page: special, pairs: NO_PAIRS }
  const marking = new Marking({ snapshot: part, essential, special: special.bytes }, null, closed.bytes)
  marking.start(part.root)
  await untilDone(
    task,
    (budget) => marking.advance(budget),
    () => marking.count,
  )
  return own.reduce((sum, size, number) => sum + (marking.marked.has(number) ? 0 : size), 0)
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

const NO_PAIRS: WeakMapPairs = {
  count: 0,
  ofName: new Uint32Array(0),
  tableId: [0],
  tables: createIdFilter(),
  nodes: createIdFilter(),
}

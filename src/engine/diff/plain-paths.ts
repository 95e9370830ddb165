import { BitSet } from '../base/bit-set.ts'
import { finished, mixed } from '../base/mix.ts'
import type { Task } from '../base/task.ts'
import { keepsAlive } from '../graph/essential-edges.ts'
import { inSlices, untilDone } from '../graph/in-slices.ts'
import { machineRank } from '../graph/root-path.ts'
import { isUserRoot } from '../graph/user-roots.ts'
import { edgeSource } from '../model/edge-source.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import { linkTarget } from '../model/links.ts'

/** A second hash of the same path begins with another number. */
const OTHER_LANE = 0x9e37_79b9

/** What the steps of paths are called, in numbers that mean the same in every heap. */
export interface StepNames {
  /** Gets ready for the edges out of a node. */
  enter(node: number): void
  /** What an edge is called; of the node entered last. */
  edge(node: number, edge: number): number
  /** What a node is; 0 where a path is the same with it and without it. */
  node(node: number): number
}

/** Paths from the roots, which are the same in every heap where the same objects are held alike. */
export interface PlainPaths {
  /** Hashes of a node's path in two parts. Node columns; 0 for all but the nodes they were asked for and those above. */
  readonly low: Uint32Array
  readonly high: Uint32Array
  /** Whether anything but weak references leads to a node. */
  has(node: number): boolean
  /** The last edge of the path to one of the nodes they were asked for; -1 for the root and where there is no path. */
  edgeTo(node: number): number
  /** The edges from the root down to one of the nodes they were asked for. O(length). */
  edgesTo(node: number): number[]
}

/**
 * Whether paths may go over an edge, by the node it starts at and its index. Asked of each edge once at most, when the path
 * to its source is found and, if any, another to its target as short as the one over it.
 * @param keepsAlive where it does not, paths never go over it
 * @param paths what is found so far
 */
export type Leads = (source: number, edge: number, keepsAlive: boolean, paths: PlainPaths) => boolean

type Follows = (source: number, edge: number) => boolean

/**
 * Finds the shortest paths to nodes, from the program's globals and, for what they do not lead to, from the rest of the
 * roots. Where several are as short, references that a program names come before the machine's own; then the path with the
 * smallest hash is taken, so that the order of a file does not matter.
 * O(nodes + edges); 20 bytes a node.
 * @param nodes those whose paths are wanted
 * @param leads which edges paths may go over; null for all that keep their targets alive. With it all paths are found
 */
export async function plainPaths(
  graph: Graph,
  retainers: Retainers,
  names: StepNames,
  nodes: Uint32Array,
  task: Task,
  leads: Leads | null = null,
): Promise<PlainPaths> {
  const { snapshot, essential } = graph
  const follows: Follows = (source, edge) => {
    const isStrong = keepsAlive(snapshot, essential, source, edge)
    return (!leads || leads(source, edge, isStrong, walk)) && isStrong
  }
  const levels = new Levels(graph, follows)
  const walk = new Walk(graph, names, levels)
  task.begin('answer', 2 * snapshot.nodeCount)
  await levels.find(task, leads && walk)
  if (!leads) {
    const onTheWay = await ancestors(levels, retainers, nodes, task)
    await walk.along(onTheWay, follows, task)
  }
  task.end()
  return walk
}

/** How far each node is. */
class Levels {
  /** By node: from 1; 0 where nothing leads to it. What only the system's side leads to comes behind all others. */
  readonly level: Uint32Array
  /** Nodes by level. */
  readonly order: Uint32Array
  count = 0
  readonly #graph: Graph
  readonly #follows: Follows
  #at = 0

  constructor(graph: Graph, follows: Follows) {
    const { nodeCount } = graph.snapshot
    this.#graph = graph
    this.#follows = follows
    this.level = new Uint32Array(nodeCount)
    this.order = new Uint32Array(nodeCount)
  }

  /** @param walk is offered each way on as it is found; null where that comes later */
  async find(task: Task, walk: Walk | null): Promise<void> {
    const { snapshot } = this.#graph
    const { root, firstEdge, edgeLink } = snapshot
    walk?.enter(root)
    for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (!isUserRoot(snapshot, target) || !this.#follows(root, edge)) continue
      this.#reach(target, 1)
      walk?.offer(root, target, edge)
    }
    const progress = (): number => this.count
    await untilDone(task, (budget) => this.#advance(budget, walk), progress)
    const deepest = this.count === 0 ? 0 : this.level[this.order[this.count - 1]!]!
    this.#reach(root, deepest + 1)
    await untilDone(task, (budget) => this.#advance(budget, walk), progress)
  }

  #advance(budget: number, walk: Walk | null): boolean {
    const { snapshot } = this.#graph
    const { root, firstEdge, edgeLink } = snapshot
    for (let left = budget; left > 0 && this.#at < this.count; left--) {
      const node = this.order[this.#at++]!
      const next = this.level[node]! + 1
      walk?.enter(node)
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        const level = this.level[target]!
        if (level !== 0 && (!walk || level !== next)) continue
        // Those were seen to first of all.
        if (node === root && isUserRoot(snapshot, target)) continue
        if (!this.#follows(node, edge)) continue
        this.#reach(target, next)
        walk?.offer(node, target, edge)
      }
    }
    return this.#at === this.count
  }

  #reach(node: number, level: number): void {
    if (this.level[node] !== 0) return
    this.level[node] = level
    this.order[this.count++] = node
  }
}

/** The nodes and all that is on some shortest path to one of them. O(them and the references to them). */
async function ancestors(
  { level, count }: Levels,
  { first, source }: Retainers,
  nodes: Uint32Array,
  task: Task,
): Promise<BitSet> {
  const found = new BitSet(level.length)
  const stack: number[] = []
  const add = (node: number): void => {
    // What nothing leads to has no level.
    if (level[node] === 0 || found.has(node)) return
    found.add(node)
    stack.push(node)
  }
  for (const node of nodes) add(node)
  const advance = (budget: number): boolean => {
    for (let left = budget; left > 0 && stack.length > 0;) {
      const node = stack.pop()!
      left -= 1 + first[node + 1]! - first[node]!
      for (let i = first[node]!; i < first[node + 1]!; i++) {
        const retainer = source[i]! >>> 1
        if ((source[i]! & 1) === 1 && level[retainer]! + 1 === level[node]) add(retainer)
      }
    }
    return stack.length === 0
  }
  await untilDone(task, advance, () => count)
  return found
}

/** Takes the best of the ways to each node. */
class Walk implements PlainPaths {
  readonly low: Uint32Array
  readonly high: Uint32Array
  readonly #graph: Graph
  readonly #names: StepNames
  readonly #levels: Levels
  /** By node: the edge that leads to it plus one, or 0. */
  readonly #edge: Uint32Array

  constructor(graph: Graph, names: StepNames, levels: Levels) {
    const { nodeCount } = graph.snapshot
    this.#graph = graph
    this.#names = names
    this.#levels = levels
    this.low = new Uint32Array(nodeCount)
    this.high = new Uint32Array(nodeCount)
    this.#edge = new Uint32Array(nodeCount)
  }

  /** Goes from the root to some nodes, in the order of their levels. */
  async along(nodes: BitSet, follows: Follows, task: Task): Promise<void> {
    const { order, level, count } = this.#levels
    const leave = (node: number, next: number): void => this.#leave(node, next, nodes, follows)
    leave(this.#graph.snapshot.root, 1)
    const follow = (from: number, to: number): void => {
      for (let at = from; at < to; at++) if (nodes.has(order[at]!)) leave(order[at]!, level[order[at]!]! + 1)
    }
    await inSlices(task, count, follow, this.#graph.snapshot.nodeCount)
  }

  has(node: number): boolean {
    return this.#levels.level[node] !== 0
  }

  edgeTo(node: number): number {
    return node === this.#graph.snapshot.root ? -1 : this.#edge[node]! - 1
  }

  edgesTo(node: number): number[] {
    const { firstEdge } = this.#graph.snapshot
    const edges: number[] = []
    for (let at = node, edge = this.edgeTo(at); edge !== -1; edge = this.edgeTo(at)) {
      edges.push(edge)
      at = edgeSource(firstEdge, edge)
    }
    return edges.toReversed()
  }

  /** Gets ready for what is offered from a node. */
  enter(node: number): void {
    this.#names.enter(node)
  }

  /** Offers its paths to the nodes of the next level. */
  #leave(node: number, next: number, nodes: BitSet, follows: Follows): void {
    const { snapshot } = this.#graph
    this.enter(node)
    for (let edge = snapshot.firstEdge[node]!; edge < snapshot.firstEdge[node + 1]!; edge++) {
      const target = linkTarget(snapshot.edgeLink[edge]!)
      if (this.#levels.level[target] !== next || !nodes.has(target)) continue
      if (follows(node, edge)) this.offer(node, target, edge)
    }
  }

  /** Takes a way to a node, if it is the best so far. @param source the node entered last */
  offer(source: number, target: number, edge: number): void {
    const { low, high } = this
    const kind = this.#names.node(target)
    let first = low[source]!
    let second = high[source]!
    if (kind !== 0) {
      const name = this.#names.edge(source, edge)
      first = finished(mixed(mixed(first, name), kind))
      second = finished(mixed(mixed(second ^ OTHER_LANE, name), kind))
    }
    const known = this.#edge[target]! - 1
    if (known >= 0 && !this.#isBetter(edge, first, second, known, target)) return
    this.#edge[target] = edge + 1
    low[target] = first
    high[target] = second
  }

  #isBetter(edge: number, first: number, second: number, known: number, target: number): boolean {
    const { snapshot } = this.#graph
    const rank = machineRank(snapshot, edge) - machineRank(snapshot, known)
    if (rank !== 0) return rank < 0
    const change = first - this.low[target]! || second - this.high[target]!
    return change < 0
  }
}

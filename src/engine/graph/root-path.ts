import type { Task } from '../base/task.ts'
import { type Graph, NO_DISTANCE, type Retainers } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import { edgeSource } from '../model/edge-source.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { BackSearch } from './back-search.ts'
import { bestEdge } from './edges-into.ts'
import { keepsAlive } from './essential-edges.ts'
import { untilDone } from './in-slices.ts'
import type { Remaining } from './remaining.ts'

/**
 * A chain of essential edges from the root to the node, as short as the distances allow: up from the node it takes the
 * root where that is a retainer, else the retainer with the smallest distance, named references before the machine's
 * own. Where no retainer is nearer, the shortest chain of all is searched from the node backward.
 *
 * Every dominator of the node lies on it, as on all such chains.
 *
 * @returns edge indexes from the root down; empty for the root and for what only weak references lead to. It looks at
 * the retainers of the nodes on the chain, or of all it comes across in the search.
 */
export function pathToRoot(graph: Graph, retainers: Retainers, node: number): number[] {
  return new PathFinder(graph, retainers, null).find(node)
}

/**
 * The same where something is taken out of the graph, by the same rules and the distances of the whole; empty for what
 * is taken out itself.
 */
export async function pathAround(
  remaining: Remaining,
  retainers: Retainers,
  node: number,
  task: Task,
): Promise<number[]> {
  const finder = new PathFinder(remaining.graph, retainers, remaining)
  if (remaining.gone.has(node)) return []
  const climbed = finder.climb(node)
  if (climbed) return climbed
  const search = new BackSearch(remaining.graph, retainers, node, remaining)
  await untilDone(
    task,
    (budget) => search.advance(budget),
    () => search.visited,
  )
  return finder.edgesAlong(search.chain())
}

/** References that a program names come before those only the machine knows. */
export function machineRank({ edgeLink }: Snapshot, edge: number): number {
  const type = linkType(edgeLink[edge]!)
  return type === EdgeType.internal || type === EdgeType.hidden ? 1 : 0
}

class PathFinder {
  readonly #graph: Graph
  readonly #retainers: Retainers
  readonly #remaining: Remaining | null

  constructor(graph: Graph, retainers: Retainers, remaining: Remaining | null) {
    this.#graph = graph
    this.#retainers = retainers
    this.#remaining = remaining
  }

  find(node: number): number[] {
    const climbed = this.climb(node)
    if (climbed) return climbed
    const search = new BackSearch(this.#graph, this.#retainers, node, this.#remaining)
    search.advance(Infinity)
    return this.edgesAlong(search.chain())
  }

  /** Goes from retainer to nearer retainer. Null where that does not end at the root. */
  climb(node: number): number[] | null {
    const { root, firstEdge } = this.#graph.snapshot
    const path: number[] = []
    let at = node
    while (at !== root) {
      const edge = this.#bestRetainer(at)
      if (edge < 0) return null
      path.push(edge)
      at = edgeSource(firstEdge, edge)
    }
    return path.toReversed()
  }

  /** The edges between the root and the nodes of a chain. */
  edgesAlong(chain: readonly number[]): number[] {
    let from = this.#graph.snapshot.root
    return chain.map((node) => {
      const edge = this.#edge(from, node, () => 0)
      from = node
      return edge
    })
  }

  /**
   * The essential edge from the root or else from the nearest retainer; -1 where none is nearer than the node itself.
   * Of retainers as near the first in the file with a named reference, else the first.
   */
  #bestRetainer(node: number): number {
    const { distance, snapshot } = this.#graph
    const { first, source } = this.#retainers
    const rankOf = (edge: number): number => machineRank(snapshot, edge)
    let best = -1
    let bestDistance = distance[node]!
    let bestRank = 0
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const retainer = source[i]! >>> 1
      if ((source[i]! & 1) === 0 || distance[retainer] === NO_DISTANCE) continue
      if (this.#remaining?.gone.has(retainer)) continue
      const isRoot = retainer === snapshot.root
      const from = distance[retainer]!
      // Some nodes have a million retainers: the edges of few of them need a look.
      const asNear =
        from === bestDistance && best >= 0 && (bestRank > 0 || snapshot.firstEdge[retainer]! < best)
      if (!isRoot && (from > bestDistance || (from === bestDistance && !asNear))) continue
      const edge = this.#edge(retainer, node, isRoot ? () => 0 : rankOf)
      if (edge < 0) continue
      if (isRoot) return edge
      const rank = rankOf(edge)
      if (from < bestDistance || rank < bestRank || (rank === bestRank && edge < best)) {
        best = edge
        bestDistance = from
        bestRank = rank
      }
    }
    return best
  }

  #edge(from: number, to: number, rankOf: (edge: number) => number): number {
    const { snapshot, essential } = this.#graph
    const remaining = this.#remaining
    const keeps = remaining
      ? (edge: number) => remaining.leads(from, edge)
      : (edge: number) => keepsAlive(snapshot, essential, from, edge)
    return bestEdge(snapshot, from, to, keeps, rankOf)
  }
}

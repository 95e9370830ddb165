import type { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { keepsAlive } from '../../graph/essential-edges.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { NO_DISTANCE, type Retainers } from '../../model/graph.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import { findHoldingEdges, type Holding, NO_EDGE, NO_HOLDER } from '../collections/holding-edges.ts'
import type { CompleteHeap } from '../heap.ts'
import { nodesOfType } from './class-traits.ts'

/**
 * Chooses for each object the reference that names what holds it: the first one from its immediate dominator, else from what
 * is nearest to the root, and an item of a root only where there is no other. O(references to the objects + nodes), or
 * O(nodes + edges) before references are turned round.
 * @param nodes ascending
 * @param places where each stands
 */
export async function bestReferences(
  heap: CompleteHeap,
  nodes: Uint32Array,
  places: Places,
  task: Task,
): Promise<Holding> {
  const { nodeCount } = heap.snapshot
  const holding = {
    nodes,
    places,
    source: new Uint32Array(nodes.length).fill(NO_HOLDER),
    edge: new Uint32Array(nodes.length).fill(NO_EDGE),
  }
  const chooser = new Chooser(heap, holding)
  const { retainers } = heap.ready
  if (retainers) {
    await inSlices(task, nodes.length, (from, to) => chooseAmong(heap, retainers, holding, from, to))
    const synthetic = await nodesOfType(heap, NodeType.synthetic, task)
    await inSlices(task, synthetic.length, (from, to) => {
      for (let i = from; i < to; i++) chooser.look(synthetic[i]!)
    })
  } else {
    await inSlices(task, nodeCount, (from, to) => {
      for (let node = from; node < to; node++) chooser.look(node)
    })
  }
  await findHoldingEdges(heap, holding, task)
  return holding
}

/** Of the references from all but synthetic nodes. What each of those is called says nothing of how good it is. */
function chooseAmong(
  { snapshot, ready }: CompleteHeap,
  { first, source: entries }: Retainers,
  { nodes, source }: Holding,
  from: number,
  to: number,
): void {
  const { nodeType } = snapshot
  const { distance, dominator } = ready.graph
  for (let place = from; place < to; place++) {
    const node = nodes[place]!
    const dominating = dominator[node]!
    let best = NO_HOLDER
    let nearest = Infinity
    for (let at = first[node]!, end = first[node + 1]!; at < end; at++) {
      const entry = entries[at]!
      const candidate = entry >>> 1
      if ((entry & 1) === 0 || nodeType[candidate] === NodeType.synthetic) continue
      if (candidate === dominating) {
        best = candidate
        break
      }
      const near = nearness(distance[candidate]!)
      if (near >= nearest) continue
      nearest = near
      best = candidate
    }
    source[place] = best
  }
}

function nearness(distance: number): number {
  return distance === NO_DISTANCE ? 2 ** 30 : distance
}

/** Chooses by references from their sources. */
class Chooser {
  readonly #heap: CompleteHeap
  readonly #holding: Holding

  constructor(heap: CompleteHeap, holding: Holding) {
    this.#heap = heap
    this.#holding = holding
  }

  /** Of the references from a node. */
  look(source: number): void {
    const { firstEdge, edgeLink } = this.#heap.snapshot
    const { places } = this.#holding
    for (let edge = firstEdge[source]!, end = firstEdge[source + 1]!; edge < end; edge++) {
      const place = places.of(linkTarget(edgeLink[edge]!))
      if (place !== -1) this.#consider(place, source, edge)
    }
  }

  #consider(place: number, source: number, edge: number): void {
    const { snapshot, ready } = this.#heap
    const chosen = this.#holding.source[place]!
    if (!keepsAlive(snapshot, ready.graph.essential, source, edge)) return
    if (chosen !== NO_HOLDER) {
      const rank = this.#rank(place, source, edge)
      const best = this.#rank(place, chosen, this.#holding.edge[place]!)
      if (rank > best || (rank === best && source >= chosen)) return
    }
    this.#holding.source[place] = source
    this.#holding.edge[place] = edge
  }

  /** Less is better. @param edge `NO_EDGE` where the source is not synthetic */
  #rank(place: number, source: number, edge: number): number {
    const { snapshot, ready } = this.#heap
    const { distance, dominator } = ready.graph
    const near = nearness(distance[source]!)
    // A root that lists what hangs on nothing else has no name for it.
    const isRoot =
      snapshot.nodeType[source] === NodeType.synthetic &&
      linkType(snapshot.edgeLink[edge]!) === EdgeType.element
    if (isRoot) return 2 ** 40 + near
    return dominator[this.#holding.nodes[place]!] === source ? 0 : near + 1
  }
}

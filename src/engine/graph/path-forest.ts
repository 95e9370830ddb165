import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { Retainers } from '../model/graph.ts'
import { linkTarget } from '../model/links.ts'
import { nearestRetainers, NO_EDGE, shortestChains, type WaysUp } from './nearest-retainers.ts'
import type { Remaining } from './remaining.ts'
import { pathAround } from './root-path.ts'

/** Up to here each path that must be searched is searched by itself. */
const FEW = 16
const FIRST_ROOM = 1 << 8

/**
 * The paths from the root to all of a set of nodes, put together: a tree in columns whose entries ("places") are nodes on
 * paths. Place 0 is the root; each place comes after the one above it. A node has one place, two where some paths
 * that come through it had to be searched, few more where few had to.
 */
export interface PathForest {
  readonly count: number
  /** How many of the first places stand at the top, with nothing above them: 1, the root. */
  readonly tops: number
  /** By place. */
  readonly node: Uint32Array
  /** By place: the place above; the root's is itself. */
  readonly above: Uint32Array
  /** By place: the edge that leads there; `NO_EDGE` at the root. */
  readonly edge: Uint32Array
  /** By place: 1 where one of the paths ends. */
  readonly ends: Uint8Array
  /** By place: how many paths come through or end here. */
  readonly paths: Uint32Array
  /** By place: the adjusted shallow sizes of the nodes at their ends, in bytes. */
  readonly bytes: Float64Array
  /** The nodes that no path leads to. */
  readonly unreached: Uint32Array
  /** Whether each node has one place at most. */
  readonly isTree: boolean
}

/**
 * Puts the paths together that `pathAround` finds: to every node of a set, none left out. Where more than a few paths
 * have to be searched, each of these is a shortest chain, though maybe another than `pathAround` would find.
 * O(nodes + edges), 20 bytes a node while it runs, and 25 bytes for each place.
 *
 * @param nodes distinct
 * @param few how many are searched one by one at most
 */
export async function joinPaths(
  remaining: Remaining,
  retainers: Retainers,
  nodes: Uint32Array,
  task: Task,
  few = FEW,
): Promise<PathForest> {
  const { snapshot } = remaining.graph
  const forest = new ForestBuilder(remaining)
  if (remaining.gone.has(snapshot.root)) return forest.finish(nodes)
  const searched = forest.follow(await nearestRetainers(remaining, task), nodes)
  if (searched.length > few) {
    forest.beginLayer(true)
    return forest.finish(forest.follow(await shortestChains(remaining, task), searched))
  }
  const unreached: number[] = []
  for (const node of searched) {
    const path = await pathAround(remaining, retainers, node, task)
    forest.beginLayer(false)
    if (path.length > 0) forest.add(path)
    else unreached.push(node)
  }
  return forest.finish(Uint32Array.from(unreached))
}

class ForestBuilder {
  readonly #remaining: Remaining
  #count = 1
  #layers = 1
  #node: Uint32Array = new Uint32Array(FIRST_ROOM)
  #above: Uint32Array = new Uint32Array(FIRST_ROOM)
  #edge: Uint32Array = new Uint32Array(FIRST_ROOM)
  #ends: Uint8Array = new Uint8Array(FIRST_ROOM)
  /** By node: its place in this layer, 0 where it has none. The root's is 0 too. */
  #placeOf: Uint32Array | Map<number, number>

  constructor(remaining: Remaining) {
    const { root, nodeCount } = remaining.graph.snapshot
    this.#remaining = remaining
    this.#node[0] = root
    this.#edge[0] = NO_EDGE
    this.#placeOf = new Uint32Array(nodeCount)
  }

  /** What is added from now on shares no place with what was added before. @param large whether it may be much */
  beginLayer(large: boolean): void {
    this.#placeOf = large ? new Uint32Array(this.#remaining.gone.length) : new Map()
    this.#layers++
  }

  /**
   * Adds the paths to `nodes` that go up by these edges.
   * @returns the nodes from which they do not end at the root
   */
  follow({ edge: up, source }: WaysUp, nodes: Uint32Array): Uint32Array {
    const { root } = this.#remaining.graph.snapshot
    const { gone } = this.#remaining
    const lost = new BitSet(gone.length)
    const way: number[] = []
    return nodes.filter((node) => {
      way.length = 0
      let at = node
      while (at !== root && this.#place(at) === 0 && up[at] !== NO_EDGE && !lost.has(at) && !gone.has(at)) {
        way.push(at)
        at = source[at]!
      }
      const arrives = at === root || this.#place(at) !== 0
      if (!arrives) {
        for (const passed of way) lost.add(passed)
        return true
      }
      let place = this.#place(at)
      for (let i = way.length - 1; i >= 0; i--) place = this.#append(way[i]!, place, up[way[i]!]!)
      this.#ends[place] = 1
      return false
    })
  }

  /** Adds one path by its edges from the root down. */
  add(path: readonly number[]): void {
    const { edgeLink } = this.#remaining.graph.snapshot
    let place = 0
    for (const edge of path) place = this.#append(linkTarget(edgeLink[edge]!), place, edge)
    this.#ends[place] = 1
  }

  /** Sums up from the ends to the root. */
  finish(unreached: Uint32Array): PathForest {
    const { shallowSize } = this.#remaining.graph
    const count = this.#count
    const isTree = this.#layers === 1
    const node = this.#node.slice(0, count)
    const above = this.#above.slice(0, count)
    const ends = this.#ends.slice(0, count)
    const paths = new Uint32Array(count)
    const bytes = new Float64Array(count)
    for (let place = count - 1; place >= 0; place--) {
      if (ends[place] === 1) {
        paths[place]!++
        bytes[place]! += shallowSize[node[place]!]!
      }
      if (place === 0) break
      paths[above[place]!]! += paths[place]!
      bytes[above[place]!]! += bytes[place]!
    }
    return {
      count,
      tops: 1,
      node,
      above,
      edge: this.#edge.slice(0, count),
      ends,
      paths,
      bytes,
      unreached,
      isTree,
    }
  }

  #place(node: number): number {
    const places = this.#placeOf
    return (places instanceof Map ? places.get(node) : places[node]) ?? 0
  }

  #append(node: number, above: number, edge: number): number {
    if (this.#count === this.#node.length) this.#grow()
    const place = this.#count++
    this.#node[place] = node
    this.#above[place] = above
    this.#edge[place] = edge
    const places = this.#placeOf
    if (places instanceof Map) places.set(node, place)
    else places[node] = place
    return place
  }

  #grow(): void {
    const room = 2 * this.#count
    this.#node = widened(this.#node, room)
    this.#above = widened(this.#above, room)
    this.#edge = widened(this.#edge, room)
    const ends = new Uint8Array(room)
    ends.set(this.#ends)
    this.#ends = ends
  }
}

function widened(column: Uint32Array, room: number): Uint32Array {
  const wider = new Uint32Array(room)
  wider.set(column)
  return wider
}

import { distanceKey } from './list-nodes.ts'
import { keepsAlive } from '../graph/essential-edges.ts'
import { edgeSource } from '../model/edge-source.ts'
import type { Retainers } from '../model/graph.ts'
import { linkTarget } from '../model/links.ts'
import type { Folded, Internals } from '../model/rows.ts'
import { EngineInternals } from './engine-internals.ts'
import type { CompleteHeap, Heap } from './heap.ts'
import { isComplete } from './heap.ts'

type Entry = (entry: number) => boolean

/** Entries of a list (edges or nodes) and what of them was left out. */
export interface FoldedList {
  readonly shown: Uint32Array
  readonly left: Uint32Array
}

const NONE = new Uint32Array(0)

/**
 * Takes the engine's internals out of a list, or everything else. Where there is nothing else, they stay: an empty list
 * would say that there is nothing at all. O(entries).
 * @param isNoise null where nothing is to be folded
 */
export function foldEntries(
  entries: Uint32Array,
  isNoise: Entry | null,
  wanted: Internals | undefined,
): FoldedList {
  if (!isNoise || !wanted) return { shown: entries, left: NONE }
  const left = entries.filter(isNoise)
  if (wanted === 'only') return { shown: left, left: NONE }
  return left.length === entries.length
    ? { shown: entries, left: NONE }
    : { shown: entries.filter((entry) => !isNoise(entry)), left }
}

/**
 * The sums of what was left out; a node that several edges lead to counts once in the bytes.
 * @param apart whether no node retains another, so that retained sizes add up
 */
export function foldedSums(
  heap: Heap,
  left: Uint32Array,
  nodeOf: (entry: number) => number,
  apart: boolean,
): Folded {
  const nodes = new Set(Array.from(left, nodeOf))
  let shallowSize = 0
  let retained = 0
  for (const node of nodes) {
    shallowSize += heap.shallowSize[node]!
    retained += heap.ready?.graph.retainedSize[node] ?? 0
  }
  return { count: left.length, shallowSize, retainedSize: apart ? retained : null }
}

/** Which references of a node, or children in the dominator tree, are noise; null until the graph is known. */
export function noiseBelow(heap: Heap, node: number): Entry | null {
  if (!isComplete(heap)) return null
  const internals = EngineInternals.of(heap)
  const { dominator } = heap.ready.graph
  return (below) => internals.isNoiseBelow(below, node, dominator)
}

/**
 * Which edges into a node are noise: from an engine's internal, unless it is how the node is held. A list or a cell counts
 * as that where what it belongs to does not stand among the retainers itself; all where it is nearer to the root than any
 * retainer of the program, so that a shortest way to the root is always shown.
 */
export function noiseAbove(heap: CompleteHeap, retainers: Retainers, edges: Uint32Array): Entry {
  const { snapshot } = heap
  const { essential, distance } = heap.ready.graph
  const internals = EngineInternals.of(heap)
  const holders = new Set<number>()
  let nearest = Infinity
  for (const edge of edges) {
    const source = edgeSource(snapshot.firstEdge, edge)
    if (internals.has(source) || !keepsAlive(snapshot, essential, source, edge)) continue
    holders.add(source)
    nearest = Math.min(nearest, distanceKey(distance[source]!, false))
  }
  return (edge) => {
    const source = edgeSource(snapshot.firstEdge, edge)
    if (!internals.has(source)) return false
    const keeps = keepsAlive(snapshot, essential, source, edge)
    if (keeps && distanceKey(distance[source]!, false) < nearest) return false
    return !internals.isStore(source) || belongsTo(internals, retainers, source, holders)
  }
}

/** Whether one of the holders keeps a store, directly or as the table of cells it is in. */
function belongsTo(
  internals: EngineInternals,
  retainers: Retainers,
  store: number,
  holders: ReadonlySet<number>,
  deep = true,
): boolean {
  const { first, source } = retainers
  for (let i = first[store]!; i < first[store + 1]!; i++) {
    const from = source[i]! >>> 1
    if ((source[i]! & 1) === 0) continue
    if (holders.has(from)) return true
    if (deep && internals.isStore(from) && belongsTo(internals, retainers, from, holders, false)) return true
  }
  return false
}

/** The target of an edge. */
export function targetOf({ snapshot }: Heap): (edge: number) => number {
  return (edge) => linkTarget(snapshot.edgeLink[edge]!)
}

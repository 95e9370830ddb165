import { BitSet } from '../base/bit-set.ts'
import { mayHaveId } from '../base/id-filter.ts'
import type { EssentialEdges, WeakMapPairs } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** Where there are no entries of WeakMaps. Their ids are not asked for then. */
export const NO_PAIRS: WeakMapPairs = {
  count: 0,
  ofName: new Uint32Array(0),
  tableId: [0],
  tables: new Uint8Array(0),
  nodes: new Uint8Array(0),
}

/**
 * Whether an edge keeps its target alive. Not essential are
 * - weak edges and edges from a node to itself;
 * - shortcut edges that do not start at the root (there they mark the program's globals);
 * - edges from outside the page into it, unless they start at the root: a debugger's grip should not count;
 * - the half of a WeakMap entry that starts at the table: the value goes when the key goes.
 * O(1).
 */
export function keepsAlive(
  snapshot: Snapshot,
  { page, pairs }: EssentialEdges,
  source: number,
  edge: number,
): boolean {
  const { root, edgeLink } = snapshot
  const type = linkType(edgeLink[edge]!)
  const target = linkTarget(edgeLink[edge]!)
  if (type === EdgeType.weak || target === source) return false
  if (source !== root && (type === EdgeType.shortcut || (page.has(target) && !page.has(source)))) return false
  return !isTableHalf(snapshot, pairs, source, edge)
}

/** Whether an edge is the half of a WeakMap entry that starts at the table. O(1). */
export function isTableHalf(
  { edgeLink, edgeNames, nodeId }: Snapshot,
  pairs: WeakMapPairs,
  source: number,
  edge: number,
): boolean {
  if (pairs.count === 0 || linkType(edgeLink[edge]!) !== EdgeType.internal) return false
  const pair = pairs.ofName[edgeNames.at(source, edge)]!
  return pair !== 0 && pairs.tableId[pair] === nodeId[source]
}

/**
 * The nodes whose edges `keepsAlive` has to judge one by one: the root, what is outside the page, and the tables of
 * WeakMaps. All edges of other nodes keep their targets alive but weak ones, shortcuts and those to the node itself.
 * O(nodes).
 * @param tables where they are known: those of WeakMaps
 */
export function specialSources(
  snapshot: Snapshot,
  { page, pairs }: EssentialEdges,
  tables: BitSet = nodesOfPairs(snapshot, pairs, 'tables'),
): BitSet {
  const special = new BitSet(snapshot.nodeCount, tables.bytes.slice())
  const isPage = page.bytes.some((byte) => byte !== 0)
  if (isPage) {
    for (let i = 0; i < special.bytes.length; i++) special.bytes[i]! |= ~page.bytes[i]! & 0xff
  }
  special.add(snapshot.root)
  return special
}

/** The nodes that edges of WeakMap entries start at, by a filter of `pairs`, and maybe some others. O(nodes). */
export function nodesOfPairs(
  { nodeCount, nodeId }: Snapshot,
  pairs: WeakMapPairs,
  which: 'tables' | 'nodes',
): BitSet {
  const found = new BitSet(nodeCount)
  if (pairs.count === 0) return found
  const ids = pairs[which]
  for (let node = 0; node < nodeCount; node++) {
    if (mayHaveId(ids, nodeId[node]!)) found.add(node)
  }
  return found
}

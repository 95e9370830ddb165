import { EdgeType } from '../model/kinds.ts'
import { makeLink } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { drawHeap } from './draw-heap.ts'
import { namedEdges } from './heap-builder.ts'

/**
 * A large heap of plain objects of 1 byte each, of which node 0 is the root, with property edges of one name to where
 * `targets(node)` leads.
 */
export function plainHeap(count: number, targets: (node: number) => readonly number[]): Snapshot {
  const { snapshot } = drawHeap('root -p-> a')
  const firstEdge = new Uint32Array(count + 1)
  const links: number[] = []
  for (let node = 0; node < count; node++) {
    for (const target of targets(node)) links.push(makeLink(target, EdgeType.property))
    firstEdge[node + 1] = links.length
  }
  const edgeLink = Uint32Array.from(links)
  const name = snapshot.edgeNames.at(0, 0)
  return {
    ...snapshot,
    nodeCount: count,
    edgeCount: links.length,
    root: 0,
    nodeType: new Uint8Array(count).fill(snapshot.nodeType[1]!),
    nodeName: new Uint32Array(count).fill(snapshot.nodeName[1]!),
    nodeId: Uint32Array.from({ length: count }, (_, node) => 2 * node + 1),
    selfSize: new Uint32Array(count).fill(1),
    firstEdge,
    edgeLink,
    edgeNames: namedEdges(new Uint32Array(links.length).fill(name), edgeLink, firstEdge),
  }
}

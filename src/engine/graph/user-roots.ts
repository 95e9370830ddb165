import { NodeType } from '../model/kinds.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** Whether the node is the synthetic parent of all documents. */
export function isDocumentTrees(snapshot: Snapshot, node: number): boolean {
  return (
    snapshot.nodeType[node] === NodeType.synthetic &&
    snapshot.strings.text(snapshot.nodeName[node]!) === '(Document DOM trees)'
  )
}

/** Whether a child of the root belongs to the program (a global object, the documents), not to the virtual machine. */
export function isUserRoot(snapshot: Snapshot, node: number): boolean {
  return snapshot.nodeType[node] !== NodeType.synthetic || isDocumentTrees(snapshot, node)
}

/** Whether the root leads to a user root, be it over a weak edge. Heaps captured with internals exposed have none. */
export function hasUserRoot(snapshot: Snapshot): boolean {
  const { root, firstEdge, edgeLink } = snapshot
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    if (isUserRoot(snapshot, linkTarget(edgeLink[edge]!))) {
      return true
    }
  }
  return false
}

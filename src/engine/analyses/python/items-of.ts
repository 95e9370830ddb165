import { EdgeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'

/** What the references of a node without names lead to, in their order: items of a tuple, children of a root. O(references). */
export function itemsOf({ firstEdge, edgeLink }: Snapshot, node: number): number[] {
  const items: number[] = []
  for (const link of edgeLink.subarray(firstEdge[node], firstEdge[node + 1])) {
    if (linkType(link) === EdgeType.element) items.push(linkTarget(link))
  }
  return items
}

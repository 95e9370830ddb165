import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { DepthFirst } from './depth-first.ts'
import { untilDone } from './in-slices.ts'
import { isDocumentTrees } from './user-roots.ts'

/** What the page begins with: the targets of the root's shortcut edges and the root's element "(Document DOM trees)". */
export function pageStarts(snapshot: Snapshot): number[] {
  const { root, firstEdge, edgeLink } = snapshot
  const starts: number[] = []
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const type = linkType(edgeLink[edge]!)
    const target = linkTarget(edgeLink[edge]!)
    if (type === EdgeType.shortcut || (type === EdgeType.element && isDocumentTrees(snapshot, target))) {
      starts.push(target)
    }
  }
  return starts
}

/**
 * Marks the nodes that belong to the page, not to a debugger: what its starts reach over edges that are not weak.
 * @param search has numbered what the starts reach over essential edges; the rest is searched here
 */
export async function extendPage(
  snapshot: Snapshot,
  page: BitSet,
  search: DepthFirst,
  task: Task,
): Promise<void> {
  const { root } = snapshot
  search.addNumbered(page)
  const stack: number[] = []
  const more = search.metRoot || pageStarts(snapshot).includes(root) ? [root] : []
  for (const node of [...search.passedOver, ...more]) {
    if (!page.has(node)) {
      page.add(node)
      stack.push(node)
    }
  }
  await untilDone(
    task,
    (budget) => spread(snapshot, page.bytes, stack, budget),
    () => search.count,
  )
}

/** Visits up to `budget` nodes from the stack and says whether it is empty. */
function spread(snapshot: Snapshot, page: Uint8Array, stack: number[], budget: number): boolean {
  const { firstEdge, edgeLink } = snapshot
  for (let left = budget; left > 0 && stack.length > 0; left--) {
    const node = stack.pop()!
    const end = firstEdge[node + 1]!
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const link = edgeLink[edge]!
      const target = linkTarget(link)
      const bit = 1 << (target & 7)
      if ((page[target >>> 3]! & bit) === 0 && linkType(link) !== EdgeType.weak) {
        page[target >>> 3]! |= bit
        stack.push(target)
      }
    }
  }
  return stack.length === 0
}

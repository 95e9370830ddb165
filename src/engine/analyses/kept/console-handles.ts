import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { edgeHasIndex, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { type Held, HeldGroups } from './held.ts'

const MARK = ' / DevTools console'

/**
 * What the developer tools hold because it was logged or looked at: the targets of the references from roots that V8
 * names "… / DevTools console", grouped by class. O(nodes + edges of the roots).
 */
export async function consoleHandles(heap: CompleteHeap, task: Task): Promise<Held> {
  const { snapshot, table } = heap
  const { firstEdge, edgeLink, edgeNames, nodeType, strings } = snapshot
  const edges = new Set<number>()
  const sources = new Set<number>()
  const groups = new HeldGroups(snapshot.nodeCount)
  const visit = (root: number): void => {
    for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
      const link = edgeLink[edge]!
      const isHandle = !edgeHasIndex(linkType(link)) && strings.text(edgeNames.at(root, edge)).endsWith(MARK)
      if (!isHandle) continue
      edges.add(edge)
      sources.add(root)
      const target = linkTarget(link)
      if (groups.has(target)) continue
      const index = table.classOf[target]!
      const name = (): string => table.classes[index]!.name
      groups.put(
        target,
        groups.thing([index], () => ({ name: name(), holder: 'DevTools console', source: null })),
      )
    }
  }
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) if (nodeType[node] === NodeType.synthetic) visit(node)
  })
  return groups.held({ nodes: new BitSet(snapshot.nodeCount), edges, sources })
}

import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { edgeHasIndex, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { NODES_BY_TYPE } from '../nodes-by-type.ts'
import { type Held, HeldGroups } from './held.ts'

const MARK = ' / DevTools console'

/**
 * What the developer tools hold because it was logged or looked at: the targets of the references from roots that V8
 * names "… / DevTools console", grouped by class. O(nodes + edges of the roots).
 */
export async function consoleHandles(heap: CompleteHeap, task: Task): Promise<Held> {
  const { snapshot, table } = heap
  const { firstEdge, edgeLink, edgeNames, strings } = snapshot
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
  const roots = (await NODES_BY_TYPE.of(heap, task)).of(NodeType.synthetic)
  await inSlices(task, roots.length, (from, to) => {
    for (let i = from; i < to; i++) visit(roots[i]!)
  })
  return groups.held({ nodes: new BitSet(snapshot.nodeCount), edges, sources })
}

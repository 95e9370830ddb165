import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { EdgeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { textTest } from '../text-test.ts'
import { findNamespaces } from './namespaces.ts'

/**
 * The dictionaries in which attributes stand, or names of modules and classes, each with the object that they belong to.
 * O(nodes + edges).
 */
export async function findOwnDicts(snapshot: Snapshot, task: Task): Promise<ReadonlyMap<number, number>> {
  const { firstEdge, edgeLink, edgeNames, nodeCount, strings } = snapshot
  const { dictionaries } = await findNamespaces(snapshot, task)
  const isDict = textTest(strings, new Set(['__dict__']))
  const owners = new Map<number, number>()
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const type = linkType(edgeLink[edge]!)
        if (type !== EdgeType.internal && type !== EdgeType.property) continue
        const target = linkTarget(edgeLink[edge]!)
        if (isDict(edgeNames.at(node, edge))) owners.set(target, node)
      }
      // Namespaces of code that runs without a module have no owner but themselves.
      if (dictionaries.has(node) && !owners.has(node)) owners.set(node, node)
    }
  })
  return owners
}

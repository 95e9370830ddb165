import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { NodeType } from '../model/kinds.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

/**
 * The strings that code refers to: constants of functions and names in literals. A key that a program makes while it runs
 * is not among them. By string number, so a name is found where the capture writes each text once, as V8 does.
 * O(nodes + edges of code).
 */
export async function stringsInCode(snapshot: Snapshot, task: Task, done: number): Promise<BitSet> {
  const { nodeCount, nodeType, nodeName, firstEdge, edgeLink, strings } = snapshot
  const found = new BitSet(strings.count)
  await inSlices(
    task,
    nodeCount,
    (from, to) => {
      for (let node = from; node < to; node++) {
        if (nodeType[node] !== NodeType.code) continue
        for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
          const target = linkTarget(edgeLink[edge]!)
          if (nodeType[target] === NodeType.string) found.add(nodeName[target]!)
        }
      }
    },
    done,
  )
  return found
}

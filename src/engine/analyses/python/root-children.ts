import { NodeType } from '../../model/kinds.ts'
import { linkTarget } from '../../model/links.ts'
import type { NodeIndex, Snapshot } from '../../model/snapshot.ts'

/** The roots of a heap of CPython that have something to say beside their children. */
type PythonRoot =
  | '(modules)'
  | '(threads)'
  | '(thread locals)'
  | '(interpreter)'
  | '(gc.garbage)'
  | '(held from C)'
  | '(unreachable cycles)'

/** The synthetic child of the root with this name; null where there is none. O(children of the root). */
export function rootChild(snapshot: Snapshot, name: PythonRoot): NodeIndex | null {
  const { root, nodeName, strings } = snapshot
  return (
    rootChildren(snapshot).find((node) => strings.text(nodeName[node]!) === name && node !== root) ?? null
  )
}

/** The synthetic children of the root, in file order. */
export function rootChildren(snapshot: Snapshot): NodeIndex[] {
  const { root, firstEdge, edgeLink, nodeType } = snapshot
  const found = new Set<number>()
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const target = linkTarget(edgeLink[edge]!)
    if (nodeType[target] === NodeType.synthetic) found.add(target)
  }
  return [...found]
}

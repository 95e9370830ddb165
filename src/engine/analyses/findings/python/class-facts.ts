import { EdgeType } from '../../../model/kinds.ts'
import { linkTarget, linkType } from '../../../model/links.ts'
import { PythonFlag } from '../../../model/python-heap.ts'
import type { Snapshot } from '../../../model/snapshot.ts'
import { edgeLabel } from '../../names.ts'
import { targetNamed } from '../../python/standard-library.ts'

/** What a class itself defines, by name. O(names). */
export function namespaceOf(snapshot: Snapshot, classNode: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  const namespace = targetNamed(snapshot, classNode, '__dict__')
  if (namespace === null) return found
  const { firstEdge, edgeLink } = snapshot
  for (let edge = firstEdge[namespace]!; edge < firstEdge[namespace + 1]!; edge++) {
    if (linkType(edgeLink[edge]!) !== EdgeType.property) continue
    found.set(String(edgeLabel(snapshot, namespace, edge)), linkTarget(edgeLink[edge]!))
  }
  return found
}

export function nameOfNode({ strings, nodeName }: Snapshot, node: number): string {
  return strings.text(nodeName[node]!)
}

/** Whether a class says that its instances have a `__dict__`, or which slots they have. */
export function hasFlag({ python }: Snapshot, node: number, flag: number): boolean {
  return (python!.flags[node]! & flag) !== 0
}

/** Whether it is written in Python, not in C: such a class says in which module, and what its instances have. */
export function isWrittenInPython(snapshot: Snapshot, classNode: number): boolean {
  const says = PythonFlag.classWithDict | PythonFlag.classWithSlots
  return (
    hasFlag(snapshot, classNode, says) &&
    targetNamed(snapshot, targetNamed(snapshot, classNode, '__dict__'), '__module__') !== null
  )
}

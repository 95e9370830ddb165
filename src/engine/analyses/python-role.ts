import { namespacesOf } from '../graph/python-dicts.ts'
import { NodeType } from '../model/kinds.ts'
import { CLASS_FLAGS } from '../model/python-heap.ts'
import type { PythonRole } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** What an object of a Python heap is to the program; null where it is data. O(1) but for the first dict of a heap. */
export function pythonRole(snapshot: Snapshot, node: number): PythonRole | null {
  const role = moduleOrClass(snapshot, node)
  if (role) return role
  return isOf(snapshot, node, 'dict') && namespacesOf(snapshot).has(node) ? 'namespace' : null
}

/** Whether an object of a Python heap is a module or a class; null where it is neither. O(1). */
export function moduleOrClass(snapshot: Snapshot, node: number): 'module' | 'class' | null {
  if (isOf(snapshot, node, 'module')) return 'module'
  const saysClass = (snapshot.python!.flags[node]! & CLASS_FLAGS) !== 0
  return saysClass || isOf(snapshot, node, 'type') ? 'class' : null
}

/** The class of a text is its own text. */
function isOf({ nodeType, python, strings }: Snapshot, node: number, className: string): boolean {
  return nodeType[node] === NodeType.object && strings.text(python!.className[node]!) === className
}

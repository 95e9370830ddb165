import type { HeapEdge } from './heap-edge.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'

/** The object in which memlab's `tagObject` has, by tag, a WeakSet of the objects in the program. */
const STORE = 'MemLabTaggedStore'
/** What an entry of a WeakSet is called since V8 has one reference for each, which leads to what stands for a value. */
const KEPT_KEY = / part of key \((?!system \/ )/
/** What stands where an object has gone. */
const NO_KEY = 'system / Oddball'

/** Whether an object that was tagged so by memlab's `tagObject`, in the program that was captured, is still there. */
export function hasTagged(snapshot: HeapSnapshot, tag: string): boolean {
  let found = false
  snapshot.nodes.forEach((node) => {
    if (node.type !== 'object' || node.name !== STORE) return
    const tagged = node.getReferenceNode('taggedObjects', 'property')?.getReferenceNode(tag, 'property')
    found ||= Boolean(tagged?.getReferenceNode('table')?.findAnyReference(isKey))
  })
  return found
}

function isKey({ type, name_or_index: name, toNode }: HeapEdge): boolean {
  return type === 'weak' ? toNode.name !== NO_KEY : typeof name === 'string' && KEPT_KEY.test(name)
}

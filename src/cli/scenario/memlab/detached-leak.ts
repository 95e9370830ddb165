import type { HeapNode } from './heap-node.ts'

/** What of the browser's own makes up a document that is not shown. */
const INTERNAL = 'Detached InternalNode'
/** By these React keeps elements that it will show, or hands over together with a fiber. */
const REACTS_OWN = ['stateNode', 'dehydrated'] as const

/**
 * What memlab takes for a leak where a scenario has no `leakFilter`: an element that is not in a document, or a fiber of
 * React that no tree leads to.
 */
export function isDetachedLeak(node: HeapNode): boolean {
  if (!node.is_detached || node.name === INTERNAL) return false
  return !REACTS_OWN.some((name) => {
    const keeper = node.getAnyReferrerNode(name)
    return keeper !== null && keeper.nodeIndex === node.dominatorNode.nodeIndex
  })
}

import { NodeType } from '../../model/kinds.ts'
import type { CompleteHeap } from '../heap.ts'

/** What lies between an element and its listeners in Blink. */
const BETWEEN = /^(?:Detached )?(?:blink::|cppgc::|WTF::|EventListener$|V8\w*Event)/
const DETACHED = /^Detached /
/** From a listener to its element it takes six steps. */
const MAX_STEPS = 12
/** What lies between has few retainers; the element is among the first. */
const MAX_RETAINERS = 64

export const NO_TARGET = -1

/** The class of the element that a listener of Blink's is registered with. Empty where none is found. O(1). */
export function listeningTo(heap: CompleteHeap, listener: number): string {
  const target = targetOf(heap, listener)
  return target === NO_TARGET ? '' : className(heap, target).replace(DETACHED, '')
}

/**
 * The element that a listener of Blink's is registered with: the first native node above it that is none of Blink's
 * containers. `NO_TARGET` where there is none within some steps. O(1).
 */
export function targetOf(heap: CompleteHeap, listener: number): number {
  const { snapshot, ready } = heap
  const { first, source } = ready.retainers!
  let at = listener
  for (let step = 0; step < MAX_STEPS; step++) {
    const end = Math.min(first[at + 1]!, first[at]! + MAX_RETAINERS)
    let above = -1
    for (let i = first[at]!; i < end && above === -1; i++) {
      const from = source[i]! >>> 1
      if ((source[i]! & 1) === 1 && snapshot.nodeType[from] === NodeType.native) above = from
    }
    if (above === -1) return NO_TARGET
    if (!BETWEEN.test(className(heap, above))) return above
    at = above
  }
  return NO_TARGET
}

function className({ table }: CompleteHeap, node: number): string {
  return table.classes[table.classOf[node]!]!.name
}

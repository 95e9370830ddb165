import { EdgeType } from '../../../model/kinds.ts'
import { labelName, labelType } from '../../../model/labels.ts'
import { linkTarget } from '../../../model/links.ts'
import type { WholeHeap } from '../../heap.ts'

/** A variable or attribute with its value. */
export interface NamedValue {
  readonly name: string
  readonly value: number
}

/** Which references are looked at, by type and name. */
export type Wanted = (type: number, name: string) => boolean

/**
 * Reads the named references of a node whose targets it alone keeps alive (it is their immediate dominator). O(references
 * of the node).
 */
export function heldValuesReader(heap: WholeHeap, wanted: Wanted): (node: number) => readonly NamedValue[] {
  const { dominator } = heap.ready.graph
  const read = valuesReader(heap, wanted)
  return (node) => read(node).filter(({ value }) => dominator[value] === node)
}

/** Reads the named references of a node. Names are looked at once for each sequence of them. O(those references). */
export function valuesReader(
  { snapshot }: Pick<WholeHeap, 'snapshot'>,
  wanted: Wanted,
): (node: number) => readonly NamedValue[] {
  const { edgeLink, edgeNames, firstEdge, strings } = snapshot
  const known = new Map<number, readonly { place: number; name: string }[]>()
  return (node) => {
    const sequence = edgeNames.sequenceOf(node)
    let places = known.get(sequence)
    if (!places) {
      places = Array.from(edgeNames.labelsOf(node), (label, place) => {
        const type = labelType(label)
        const isText = type !== EdgeType.element && type !== EdgeType.hidden
        const name = isText ? strings.text(labelName(label, edgeNames.columns.wide)) : ''
        return isText && wanted(type, name) ? { place, name } : null
      }).filter((found) => found !== null)
      known.set(sequence, places)
    }
    return places.map(({ place, name }) => ({ name, value: linkTarget(edgeLink[firstEdge[node]! + place]!) }))
  }
}

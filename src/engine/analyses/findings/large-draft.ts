import { topsOf } from '../../graph/tops.ts'
import type { CollectionKind } from '../../model/collection-rows.ts'
import { plain, share, size, type Words, words } from '../../model/words.ts'
import { COLLECTION_KINDS } from '../collections/collection-columns.ts'
import type { OwnedCollections } from '../collections/list-collections.ts'
import { heapSize, type WholeHeap } from '../heap.ts'
import { type HeldItems, heldItems } from './held-items.ts'
import { entriesOf } from './large-places.ts'
import type { Draft } from './rule.ts'

/** What holds large collections, and what can be done about it. */
export interface Holder {
  readonly owner: string
  /** The same in a sentence. */
  readonly says: Words
  readonly cureOf: (kind: CollectionKind) => Words
}

/** What is told of large collections that one thing holds. @param places the largest first */
export function largeDraft(
  heap: WholeHeap,
  { collections }: OwnedCollections,
  places: readonly number[],
  { owner, says, cureOf }: Holder,
): Draft {
  const [first] = places
  const node = collections.nodes[first!]!
  const kind = COLLECTION_KINDS[collections.kind[first!]!]!
  const { retainedSize } = heap.ready.graph
  const tops = topsOf(heap.ready.graph, Uint32Array.from(places, (place) => collections.nodes[place]!).sort())
  const retained = sumOf(tops, (top) => retainedSize[top]!)
  const total = heapSize(heap)
  const held = retained - sumOf(tops, (top) => heap.snapshot.selfSize[top]!)
  const entries = sumOf(places, (place) => entriesOf(heap, collections, place))
  const items = heldItems(
    heap,
    places.map((place) => collections.nodes[place]!),
  )
  const isOne = places.length === 1
  return {
    title: words`${says} holds ${itemWords(items, entries)}, ${size(retained)}`,
    facts: isOne
      ? words`The ${plain(kindWords(kind))} has ${entries} entries and alone keeps ${size(retained)} alive, ${share(retained, total)} of the heap.`
      : words`${places.length} of them (${plain(kind)}) have ${entries} entries and keep ${size(retained)} alive, ${share(retained, total)} of the heap.`,
    cure: cureOf(kind),
    confidence: {
      level: 'possible',
      reason: words`one capture tells how large it is, not whether anything is ever taken out: compare with an earlier one`,
    },
    owner,
    subject: items.mostly?.className ?? kind,
    object: node,
    nodes: items.nodes.length > 0 ? items.nodes : Uint32Array.of(node),
    retained,
    saving: {
      bytes: held,
      estimate: true,
      method: words`all that its entries alone keep, with the room for them, less what a bound would leave`,
    },
    claims: { node: tops, bytes: null },
    fault: 'leak',
  }
}

function sumOf(numbers: ArrayLike<number>, of: (number: number) => number): number {
  return Array.from(numbers).reduce((sum, number) => sum + of(number), 0)
}

function itemWords({ mostly }: HeldItems, entries: number) {
  if (!mostly) return words`${entries} entries`
  return words`${mostly.count} ${mostly.className}${plain(mostly.count === 1 ? '' : ' objects')}`
}

function kindWords(kind: CollectionKind): string {
  return kind === 'Object' ? 'object, used as a dictionary,' : kind
}

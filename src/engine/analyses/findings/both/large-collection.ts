import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { topsOf } from '../../../graph/tops.ts'
import type { CollectionKind } from '../../../model/collection-rows.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { COLLECTION_KINDS } from '../../collections/collection-columns.ts'
import type { OwnedCollections } from '../../collections/list-collections.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { type HeldItems, heldItems } from '../held-items.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'

/** With fewer entries it is a record rather than a collection that things are put into. */
const LEAST_ENTRIES = 100
/** Of the heap; below it a collection is not large. */
const LEAST_SHARE = 0.01
const LEAST_BYTES = 64 * 1024
/** An outer collection stands for an inner one that has this part of what it retains. */
const SAME_THING = 0.8
/** As many as are told of, the largest first. */
const MOST = 50
/** Steps up the dominator tree in search of an outer one. */
const MOST_STEPS = 2000

/** Never strong: its entries go by themselves. */
const WEAK: ReadonlySet<CollectionKind> = new Set([
  'WeakMap',
  'WeakSet',
  'WeakValueDictionary',
  'WeakKeyDictionary',
])
/** What they hold says a rule of their own, or they have a bound. */
const CACHES: ReadonlySet<CollectionKind> = new Set(['lru_cache', 'unbounded lru_cache'])
/** They hold bytes or numbers, not objects that somebody forgot. */
const BYTES: ReadonlySet<CollectionKind> = new Set(['typed array', 'bytearray', 'array', 'ndarray'])

/** Collections that hold much of the heap, which are the leak wherever nothing is ever taken out of them. */
export const largeCollection: Rule = {
  name: 'large-collection',
  title: 'Collection that holds much of the heap',
  about:
    'A map, set, list or dictionary with a hundred entries and more that alone keeps a hundredth of the heap or more: the usual leak where nothing takes entries out.',
  family: null,
  async find(heap, task) {
    const owned = await COLLECTIONS.of(heap, task)
    const places = await largePlaces(heap, owned, task)
    const groups = new Map<number, number[]>()
    for (const place of places) {
      const owner = owned.owners.owner[place]!
      groups.set(owner, [...(groups.get(owner) ?? []), place])
    }
    return [...groups.values()].map((group) => draftOf(heap, owned, group))
  },
}

/** Places of the large ones, the largest first, without those that an outer one stands for. */
async function largePlaces(
  heap: WholeHeap,
  { collections }: OwnedCollections,
  task: Task,
): Promise<number[]> {
  const { nodes, kind } = collections
  const { retainedSize } = heap.ready.graph
  const total = heapSize(heap)
  const least = Math.max(LEAST_BYTES, LEAST_SHARE * total)
  const found: number[] = []
  task.begin('answer', nodes.length)
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      if (retainedSize[nodes[place]!]! < least) continue
      const kindHere = COLLECTION_KINDS[kind[place]!]!
      if (
        CACHES.has(kindHere) ||
        WEAK.has(kindHere) ||
        BYTES.has(kindHere) ||
        entriesOf(heap, collections, place) < LEAST_ENTRIES
      )
        continue
      found.push(place)
    }
  })
  task.end()
  found.sort((a, b) => retainedSize[nodes[b]!]! - retainedSize[nodes[a]!]!)
  const largest = found.slice(0, MOST)
  const isLarge = new Set(largest.map((place) => nodes[place]!))
  return largest.filter((place) => !hasOuter(heap, nodes[place]!, isLarge))
}

/** Those seen or, where V8 does not tell, the objects it alone holds. */
function entriesOf(
  heap: WholeHeap,
  { nodes, entries }: OwnedCollections['collections'],
  place: number,
): number {
  return entries[place]! >= 0 ? entries[place]! : heldItems(heap, [nodes[place]!]).nodes.length
}

function hasOuter({ snapshot, ready }: WholeHeap, node: number, isLarge: ReadonlySet<number>): boolean {
  const { dominator, retainedSize } = ready.graph
  let at = node
  for (let steps = 0; at !== snapshot.root && steps < MOST_STEPS; steps++) {
    at = dominator[at]!
    if (isLarge.has(at) && retainedSize[node]! >= SAME_THING * retainedSize[at]!) return true
  }
  return false
}

/** @param places of one owner, the largest first */
function draftOf(
  heap: WholeHeap,
  { collections, owners }: OwnedCollections,
  places: readonly number[],
): Draft {
  const [first] = places
  const node = collections.nodes[first!]!
  const owner = owners.names[owners.owner[first!]!]!
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
    title: words`${ownerWords(owner)} holds ${itemWords(items, entries)}, ${size(retained)}`,
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

function cureOf(kind: CollectionKind) {
  if (kind === 'Map' || kind === 'Object')
    return words`Take entries out when what they are for ends, bound it (drop the oldest), or key it by the object itself in a ${'WeakMap'}.`
  if (kind === 'dict' || kind === 'defaultdict' || kind === 'OrderedDict')
    return words`Take entries out when what they are for ends, bound it, or hold the values in a ${'weakref.WeakValueDictionary'}.`
  if (kind === 'list' || kind === 'deque')
    return words`Take items out when they are done with, or keep only the last ones: ${'deque(maxlen=1000)'}.`
  return words`Take entries out when what they are for ends, or keep only so many.`
}

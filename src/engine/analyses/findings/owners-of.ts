import { BitSet } from '../../base/bit-set.ts'
import { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { NO_HOLDER } from '../collections/holding-edges.ts'
import { NumberedNames } from '../collections/numbered-names.ts'
import { type CollectionOwners, findObjectOwners } from '../collections/owners.ts'
import { NodeType } from '../../model/kinds.ts'
import type { WholeHeap } from '../heap.ts'
import { COLLECTIONS } from '../list-fields.ts'
import { findPythonObjectOwners } from '../python/collection-owners.ts'

/**
 * What holds each of a set of objects, as the lists of collections name it: `Class.field`, and for what is in a collection
 * the owner of that one with `[…]` behind. O(nodes + edges).
 * @param nodes ascending
 * @returns columns by place in `nodes`
 */
export function ownersOf(heap: WholeHeap, nodes: Uint32Array, task: Task): Promise<CollectionOwners> {
  return heap.snapshot.python ? pythonOwners(heap, nodes, task) : v8Owners(heap, nodes, task)
}

/** Strings made of strings are named through so many of them. */
const MOST_STRINGS = 3

async function v8Owners(
  heap: WholeHeap,
  nodes: Uint32Array,
  task: Task,
  depth = 0,
): Promise<CollectionOwners> {
  const { collections, owners } = await COLLECTIONS.of(heap, task)
  task.begin('answer', heap.snapshot.nodeCount)
  const found = await findObjectOwners(heap, nodes, collections, task)
  task.end()
  const { nodeCount } = heap.snapshot
  const strings = depth < MOST_STRINGS ? stringsAmong(heap, found.holder) : new Uint32Array(0)
  const above = strings.length > 0 ? await v8Owners(heap, strings, task, depth + 1) : null
  task.begin('answer', nodes.length)
  const placeOfString = new Places(strings, nodeCount)
  const names = new NumberedNames()
  const isItem = found.names.map((name) => IN_COLLECTION.test(name))
  const itemsOf = new Map<number, number>()
  const ownerOf = (at: number): number => {
    const number = found.owner[at]!
    const holder = found.holder[at]!
    // A part of a string goes by what holds the whole.
    const string = holder === NO_HOLDER ? -1 : placeOfString.of(holder)
    if (above && string !== -1) return names.numberOf(above.names[above.owner[string]!]!)
    const place = holder === NO_HOLDER || !isItem[number] ? -1 : collections.members.of(holder)
    if (place === -1) return names.numberOf(found.names[number]!)
    const collection = owners.owner[place]!
    const known = itemsOf.get(collection)
    if (known !== undefined) return known
    const items = names.numberOf(`${owners.names[collection]!}[…]`)
    itemsOf.set(collection, items)
    return items
  }
  const owner = new Uint32Array(nodes.length)
  await inSlices(task, nodes.length, (from, to) => {
    for (let at = from; at < to; at++) owner[at] = ownerOf(at)
  })
  task.end()
  return { owner, names: names.texts }
}

/** The strings among what holds something, distinct and ascending. */
function stringsAmong({ snapshot }: WholeHeap, holders: Uint32Array): Uint32Array {
  const met = new BitSet(snapshot.nodeCount)
  let count = 0
  for (const holder of holders) {
    if (holder === NO_HOLDER || !STRINGS.has(snapshot.nodeType[holder]!) || met.has(holder)) continue
    met.add(holder)
    count++
  }
  return met.toArray(count)
}

const STRINGS: ReadonlySet<number> = new Set([
  NodeType.string,
  NodeType.concatenatedString,
  NodeType.slicedString,
])

/** How an entry of a collection is named, not a property of its own. */
const IN_COLLECTION = /(?:\[\]|\[key\]|\.\(entry\))$/

/** A collection is called as the list of collections calls it. */
async function pythonOwners(heap: WholeHeap, nodes: Uint32Array, task: Task): Promise<CollectionOwners> {
  const owned = await COLLECTIONS.of(heap, task)
  task.begin('answer', heap.snapshot.nodeCount + nodes.length)
  const found = await findPythonObjectOwners(heap, nodes, owned, task)
  task.end()
  return found
}

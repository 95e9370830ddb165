import type { Task } from '../../../base/task.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import type { CollectionKind } from '../../../model/collection-rows.ts'
import { plain, share, size, type Words, words } from '../../../model/words.ts'
import { COLLECTION_KINDS, type Collections } from '../../collections/collection-columns.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft, Rule } from '../rule.ts'

/** So many of one owner add up. */
const LEAST_COUNT: Readonly<Record<Form, number>> = { empty: 1000, room: 100 }
/** Free room is told of where it is most of a store, and more than V8 adds to any array that grows. */
const LEAST_UNUSED_SHARE = 0.5
const LEAST_UNUSED_WORDS = 16

type Form = 'empty' | 'room'

/** Maps, sets and arrays with nothing in them, and such with much more room than they need. */
export const looseCollections: Rule = {
  name: 'loose-collections',
  title: 'Empty and half-empty collections',
  about:
    'A thousand maps, sets or arrays of one owner that are empty, or a hundred that have more free room than entries.',
  family: 'v8',
  async find(heap, task) {
    const { collections, owners } = await COLLECTIONS.of(heap, task)
    const groups = await groupsOf(heap, collections, owners.owner, task)
    return groups
      .filter(({ form, nodes }) => nodes.length >= LEAST_COUNT[form])
      .map((group) => draftOf(heap, group, owners.names[group.owner]!))
  },
}

/** Collections of one kind and owner that are loose in the same way. */
interface Group {
  readonly form: Form
  readonly kind: CollectionKind
  readonly owner: number
  /** Ascending. */
  readonly nodes: number[]
  /** By place in `nodes`: what each would do without. */
  readonly bytes: number[]
  entries: number
  capacity: number
}

async function groupsOf(
  heap: WholeHeap,
  collections: Collections,
  owner: Uint32Array,
  task: Task,
): Promise<Group[]> {
  const { nodes, kind, entries, capacity } = collections
  const groups = new Map<number, Group>()
  const kinds = COLLECTION_KINDS.length
  task.begin('answer', nodes.length)
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      const form = formOf(collections, place)
      if (form === null) continue
      const key = 2 * (owner[place]! * kinds + kind[place]!) + (form === 'empty' ? 1 : 0)
      let group = groups.get(key)
      if (!group) {
        const called = COLLECTION_KINDS[kind[place]!]!
        group = { form, kind: called, owner: owner[place]!, nodes: [], bytes: [], entries: 0, capacity: 0 }
        groups.set(key, group)
      }
      const node = nodes[place]!
      group.nodes.push(node)
      group.bytes.push(form === 'empty' ? heap.shallowSize[node]! : collections.unused[place]!)
      group.entries += entries[place]!
      group.capacity += capacity[place]!
    }
  })
  task.end()
  return [...groups.values()]
}

/** How a collection is loose; null where it is not, or the capture does not tell. */
function formOf({ kind, entries, capacity, unused }: Collections, place: number): Form | null {
  const called = COLLECTION_KINDS[kind[place]!]!
  if (called !== 'Map' && called !== 'Set' && called !== 'Array') return null
  if (entries[place] === 0) return 'empty'
  const free = capacity[place]! - entries[place]!
  const isLoose =
    unused[place]! > 0 && free >= LEAST_UNUSED_WORDS && free > LEAST_UNUSED_SHARE * capacity[place]!
  return isLoose ? 'room' : null
}

function draftOf(
  heap: WholeHeap,
  { form, kind, nodes, bytes, entries, capacity }: Group,
  owner: string,
): Draft {
  const total = heapSize(heap)
  const saved = bytes.reduce((sum, one) => sum + one, 0)
  const isEmpty = form === 'empty'
  const members = Uint32Array.from(nodes)
  return {
    title: isEmpty
      ? words`${ownerWords(owner)} holds ${nodes.length} empty ${kind} objects, ${size(saved)}`
      : words`${ownerWords(owner)} holds ${nodes.length} ${kind} objects with room that nothing is in, ${size(saved)}`,
    facts: isEmpty
      ? words`Each takes ${size(saved / nodes.length)} with the room that V8 gives it from the start: ${share(saved, total)} of the heap.`
      : words`They have ${entries} entries and room for ${capacity}; what is free takes ${share(saved, total)} of the heap.`,
    cure: isEmpty
      ? words`Make the collection when the first entry comes, ${'this.items ??= new Map()'}, or let all that have none share one that is frozen.`
      : roomCure(kind),
    confidence: {
      level: 'likely',
      reason: words`captures do not show small whole numbers, which would look like free room`,
    },
    owner,
    subject: kind,
    object: members[0]!,
    nodes: members,
    retained: saved,
    saving: {
      bytes: saved,
      estimate: !isEmpty,
      method: isEmpty
        ? words`the shallow sizes of the empty collections with their stores`
        : words`the room for entries that were not seen`,
    },
    claims: { node: members, bytes: Float64Array.from(bytes) },
    fault: 'waste',
  }
}

function roomCure(kind: CollectionKind): Words {
  return kind === 'Array'
    ? words`Make arrays with their items, ${'[item]'}, or cut the free room off when one is complete: ${'items = items.slice()'}. The first ${'push'} makes room for 17.`
    : words`Where most entries have been taken out, make it anew: ${plain(kind === 'Map' ? 'a Map' : 'a Set')} of what is left, ${kind === 'Map' ? 'map = new Map(map)' : 'set = new Set(set)'}.`
}

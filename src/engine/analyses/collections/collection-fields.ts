import type { Field } from '../../model/filter-fields.ts'
import type { TextPattern } from '../../model/text-pattern.ts'
import type { Heap } from '../heap.ts'
import { COLLECTION_KINDS, UNKNOWN } from './collection-columns.ts'
import { fillOf, type OwnedCollections } from './list-collections.ts'

/** Collections of a heap with their owners. */
export interface ListedCollections extends OwnedCollections {
  readonly heap: Heap
}

/** What can be asked of collections; entries are places. */
export const COLLECTION_FIELDS: readonly Field<ListedCollections>[] = [
  {
    name: 'collection',
    type: 'choice',
    choices: COLLECTION_KINDS,
    help: 'What kind of collection it is. An object counts where it keeps properties in a hash table, or has indexed ones.',
    example: 'collection:Map,Set',
    read: ({ collections: { kind } }) => ({ words: COLLECTION_KINDS, codeOf: (place) => kind[place]! }),
  },
  {
    name: 'owner',
    type: 'text',
    help: 'What holds it: Class.field, Class[] for elements, Map.(entry) for entries.',
    example: 'owner:=Cache.entries',
    read: ({ owners }) => {
      return (pattern) => {
        const test = ownerTest(owners.names, pattern)
        return (place) => test(owners.owner[place]!)
      }
    },
  },
  {
    name: 'entries',
    type: 'count',
    lacking: true,
    help: 'Entries with an object or text as key or value; none where there may be others only, such as numbers.',
    example: 'entries:0',
    read: ({ collections: { entries } }) => orNaN(entries),
  },
  {
    name: 'capacity',
    type: 'count',
    lacking: true,
    help: 'Entries that fit as it is; none where the capture does not tell.',
    example: 'capacity:>1k',
    read: ({ collections: { capacity } }) => orNaN(capacity),
  },
  {
    name: 'fill',
    type: 'number',
    lacking: true,
    help: 'Entries by capacity, from 0 to 1; none where one is not known.',
    example: 'fill:<0.5',
    read:
      ({ collections }) =>
      (place) =>
        fillOf(collections, place) ?? Number.NaN,
  },
  {
    name: 'unused',
    type: 'bytes',
    lacking: true,
    help: 'Bytes of the room for entries that were not seen.',
    example: 'unused:>1k',
    read: ({ collections: { unused } }) => orNaN(unused),
  },
  {
    name: 'gaps',
    type: 'count',
    lacking: true,
    help: 'Indexes of an array, below the last one seen, at which nothing was seen.',
    example: 'gaps:>100',
    read: ({ collections: { gaps } }) => orNaN(gaps),
  },
  {
    name: 'sparse',
    type: 'flag',
    help: 'Whether its elements are in a hash table, since most indexes are unused.',
    example: 'sparse:yes',
    read:
      ({ collections: { sparse } }) =>
      (place) =>
        sparse[place] === 1,
  },
]

/** Remembers the answer for each name. */
export function ownerTest(names: readonly string[], pattern: TextPattern): (owner: number) => boolean {
  /** By owner: 0 not looked at yet, 1 no, 2 yes. */
  const known = new Uint8Array(names.length)
  return (owner) => {
    if (known[owner] === 0) known[owner] = pattern.test(names[owner]!) ? 2 : 1
    return known[owner] === 2
  }
}

function orNaN(column: Float64Array): (place: number) => number {
  return (place) => (column[place] === UNKNOWN ? Number.NaN : column[place]!)
}

import { type Field, fieldThrough, type FilterTable } from '../../model/filter-fields.ts'
import type { TextPattern } from '../../model/text-pattern.ts'
import type { Heap } from '../heap.ts'
import { NODE_TABLE } from '../node-fields.ts'
import { COLLECTION_KINDS, UNKNOWN } from './collection-columns.ts'
import { fillOf, type OwnedCollections } from './list-collections.ts'
import type { OwnerGroups } from './owner-groups.ts'

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

const nodeFields = NODE_TABLE.fields.map((field) =>
  fieldThrough(
    field,
    ({ heap }: ListedCollections) => heap,
    ({ collections: { nodes } }) =>
      (place: number) =>
        nodes[place]!,
  ),
)

/** What collections can be filtered by; entries are places. */
export const COLLECTION_TABLE: FilterTable<ListedCollections> = {
  rows: 'collections',
  own: ['owner', 'class'],
  fields: [...COLLECTION_FIELDS, ...nodeFields],
}

/** The owners of collections with their sums. */
export interface ListedOwners {
  readonly names: readonly string[]
  readonly groups: OwnerGroups
}

function sumField(
  name: string,
  type: 'count' | 'bytes',
  help: string,
  column: Exclude<keyof OwnerGroups, 'first' | 'member'>,
): Field<ListedOwners> {
  const example = type === 'count' ? `${name}:>100` : `${name}:>1MB`
  return {
    name,
    type,
    help,
    example,
    read:
      ({ groups }) =>
      (owner) =>
        groups[column][owner]!,
  }
}

/** What owners can be filtered by; entries are their numbers. */
export const OWNER_TABLE: FilterTable<ListedOwners> = {
  rows: 'owners',
  own: ['owner'],
  fields: [
    {
      name: 'owner',
      aliases: ['name'],
      type: 'text',
      help: 'What holds the collections: Class.field, Class[] for elements, Map.(entry) for entries.',
      example: 'owner:Cache',
      read: ({ names }) => {
        return (pattern) => ownerTest(names, pattern)
      },
    },
    sumField('count', 'count', 'How many collections are held so.', 'count'),
    sumField('empty', 'count', 'How many of them are empty, as far as can be seen.', 'empty'),
    sumField('entries', 'count', 'Entries that were seen in all of them.', 'entries'),
    sumField('capacity', 'count', 'Entries that fit into all of them.', 'capacity'),
    sumField('unused', 'bytes', 'Bytes of the room for entries that were not seen.', 'unused'),
    sumField('size', 'bytes', 'The shallow sizes of the collections together.', 'shallowSize'),
    sumField('retained', 'bytes', 'What would be freed if all of them went away.', 'retainedSize'),
  ],
}

/** Remembers the answer for each name. */
function ownerTest(names: readonly string[], pattern: TextPattern): (owner: number) => boolean {
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

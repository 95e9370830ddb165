import { type Field, fieldThrough, type FilterTable } from '../../model/filter-fields.ts'
import { NODE_TABLE } from '../node-fields.ts'
import { COLLECTION_FIELDS, type ListedCollections, ownerTest } from './collection-fields.ts'
import type { OwnerGroups } from './owner-groups.ts'

const OWN = new Set(COLLECTION_FIELDS.map(({ name }) => name))

const nodeFields = NODE_TABLE.fields
  .filter(({ name }) => !OWN.has(name))
  .map((field) =>
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
  prepare: ({ heap }, field, value, task) => NODE_TABLE.prepare!(heap, field, value, task),
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

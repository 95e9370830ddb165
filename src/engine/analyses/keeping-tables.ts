import type { FilterTable } from '../model/filter-fields.ts'
import type { RealmRow } from '../model/realm-rows.ts'
import type { CompleteHeap } from './heap.ts'
import type { KeptGroups } from './kept/kept-groups.ts'
import { type GroupSums, groupName, type RootGroups } from './root-groups.ts'

/** What the kinds of roots are filtered by; entries are owners' numbers. */
export const ROOT_TABLE: FilterTable<{
  readonly heap: CompleteHeap
  readonly found: RootGroups
  readonly sums: GroupSums
}> = {
  rows: 'roots',
  own: ['name'],
  fields: [
    {
      name: 'name',
      type: 'text',
      help: 'What the file calls these roots.',
      example: 'name:handles',
      read: ({ heap, found }) => {
        return (pattern) => (at) => pattern.test(groupName(heap, found, at))
      },
    },
    {
      name: 'refs',
      aliases: ['references'],
      type: 'count',
      help: 'References from these roots that keep something alive.',
      example: 'refs:>0',
      read: ({ sums }) => {
        return (at) => sums.references[at]!
      },
    },
    {
      name: 'size',
      aliases: ['shallow'],
      type: 'bytes',
      help: 'Shallow sizes of the objects at the ends of these references.',
      example: 'size:>1k',
      read: ({ sums }) => {
        return (at) => sums.shallowSize[at]!
      },
    },
    {
      name: 'kept',
      type: 'bytes',
      help: 'Bytes that are reached from these roots and from no others.',
      example: 'kept:>0',
      read: ({ sums }) => {
        return (at) => sums.keptSize[at]!
      },
    },
  ],
}

/** What realms are filtered by; entries are places in the list. */
export const REALM_TABLE: FilterTable<readonly RealmRow[]> = {
  rows: 'realms',
  own: ['name'],
  fields: [
    {
      name: 'name',
      type: 'text',
      help: 'The realm’s global object and where it is from.',
      example: 'name:example.org',
      read: (rows) => {
        return (pattern) => (at) => pattern.test(rows[at]!.name)
      },
    },
    {
      name: 'count',
      type: 'count',
      help: 'How many objects belong to it.',
      example: 'count:>1k',
      read: (rows) => {
        return (at) => rows[at]!.count
      },
    },
    {
      name: 'size',
      aliases: ['shallow'],
      type: 'bytes',
      help: 'The shallow sizes of its objects together.',
      example: 'size:>1MB',
      read: (rows) => {
        return (at) => rows[at]!.shallowSize
      },
    },
    {
      name: 'retained',
      type: 'bytes',
      help: 'What its objects retain.',
      example: 'retained:>1MB',
      read: (rows) => {
        return (at) => rows[at]!.retainedSize
      },
    },
  ],
}

/** What the groups of kept things are filtered by; entries are groups' numbers. */
export const KEPT_TABLE: FilterTable<KeptGroups> = {
  rows: 'these rows',
  own: ['name', 'holder'],
  fields: [
    {
      name: 'name',
      type: 'text',
      help: 'The class of the element, the name of the variable or of the function.',
      example: 'name:cache',
      read: ({ held }) => {
        return (pattern) => (group) => pattern.test(held.groups[group]!.name)
      },
    },
    {
      name: 'holder',
      type: 'text',
      help: 'What holds it: an object’s field, a function, an element.',
      example: 'holder:Row',
      read: ({ held }) => {
        return (pattern) => (group) => pattern.test(held.groups[group]!.holder)
      },
    },
    {
      name: 'count',
      type: 'count',
      help: 'How many there are.',
      example: 'count:>10',
      read: ({ held }) => {
        return (group) => held.count[group]!
      },
    },
    {
      name: 'size',
      aliases: ['shallow'],
      type: 'bytes',
      help: 'Their shallow sizes together.',
      example: 'size:>1k',
      read: ({ shallowSize }) => {
        return (group) => shallowSize[group]!
      },
    },
    {
      name: 'retained',
      type: 'bytes',
      help: 'What they retain.',
      example: 'retained:>1MB',
      read: ({ retainedSize }) => {
        return (group) => retainedSize[group]!
      },
    },
  ],
}

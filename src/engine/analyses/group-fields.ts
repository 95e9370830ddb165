import type { GroupRow } from '../model/dominator-rows.ts'
import type { FilterTable } from '../model/filter-fields.ts'
import { KINDS_IN_ORDER } from './kinds.ts'

/** What the rows of the tree by class or module are filtered by; entries are places among the rows. */
export const GROUP_TABLE: FilterTable<readonly GroupRow[]> = {
  rows: 'rows',
  own: ['class'],
  fields: [
    {
      name: 'class',
      aliases: ['name'],
      type: 'text',
      help: 'The name of the class, or of the module.',
      example: 'class:Session',
      read: (rows) => (pattern) => (i) => pattern.test(rows[i]!.name),
    },
    {
      name: 'classkey',
      type: 'text',
      help: 'The class’s name with the place of its constructor, which tells apart classes of one name.',
      example: 'classkey:="Session @17:3:1"',
      read: (rows) => (pattern) => (i) => pattern.test(rows[i]!.key),
    },
    {
      name: 'kind',
      type: 'choice',
      choices: KINDS_IN_ORDER,
      help: 'What its objects are, in one of nine words.',
      example: 'kind:object',
      read: (rows) => ({
        words: KINDS_IN_ORDER,
        codeOf: (i) => KINDS_IN_ORDER.indexOf(rows[i]!.kind),
      }),
    },
    {
      name: 'count',
      type: 'count',
      help: 'How many objects of it are here.',
      example: 'count:>1k',
      read: (rows) => (i) => rows[i]!.count,
    },
    {
      name: 'size',
      aliases: ['shallow'],
      type: 'bytes',
      help: 'The shallow sizes of these objects together.',
      example: 'size:>1MB',
      read: (rows) => (i) => rows[i]!.own,
    },
    {
      name: 'retained',
      type: 'bytes',
      help: 'What would be freed if these objects went away.',
      example: 'retained:>1MB',
      read: (rows) => (i) => rows[i]!.size,
    },
  ],
}

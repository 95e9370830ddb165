import { fieldThrough, type FilterTable } from '../../model/filter-fields.ts'
import { NODE_TABLE } from '../node-fields.ts'
import { type ListedStrings, STRING_FIELDS } from './string-fields.ts'

const OWN = new Set(['shape', ...STRING_FIELDS.map(({ name }) => name)])

const nodeFields = NODE_TABLE.fields
  .filter(({ name }) => !OWN.has(name))
  .map((field) =>
    fieldThrough(
      field,
      ({ heap }: ListedStrings) => heap,
      () => (node: number) => node,
    ),
  )

/** What strings can be filtered by; entries are node indexes. */
export const STRING_TABLE: FilterTable<ListedStrings> = {
  rows: 'strings',
  own: ['value'],
  fields: [...STRING_FIELDS, ...nodeFields],
  prepare: ({ heap }, field, value, task) => NODE_TABLE.prepare!(heap, field, value, task),
}

const valueField = NODE_TABLE.fields.find(({ name }) => name === 'value')!

/** What duplicated texts can be filtered by; entries are text numbers. */
export const DUPLICATE_TABLE: FilterTable<ListedStrings> = {
  rows: 'texts',
  own: ['value'],
  fields: [
    fieldThrough(
      valueField,
      ({ heap }: ListedStrings) => heap,
      ({ texts: { first, member } }) =>
        (text) =>
          member[first[text]!]!,
    ),
    {
      name: 'length',
      type: 'count',
      help: 'Characters of the text.',
      example: 'length:>100',
      read:
        ({ texts: { length } }) =>
        (text) =>
          length[text]!,
    },
    {
      name: 'copies',
      type: 'count',
      help: 'How many strings have it.',
      example: 'copies:>10',
      read:
        ({ texts: { first } }) =>
        (text) =>
          first[text + 1]! - first[text]!,
    },
    {
      name: 'size',
      aliases: ['bytes'],
      type: 'bytes',
      help: 'The shallow sizes of these strings together.',
      example: 'size:>1MB',
      read:
        ({ texts: { bytes } }) =>
        (text) =>
          bytes[text]!,
    },
    {
      name: 'wasted',
      type: 'bytes',
      help: 'What would be saved if only the largest of them were kept.',
      example: 'wasted:>10k',
      read:
        ({ texts: { bytes, largest } }) =>
        (text) =>
          bytes[text]! - largest[text]!,
    },
    {
      name: 'cut',
      type: 'flag',
      help: 'Whether V8 cut the text, so that the strings may differ beyond 1,024 characters.',
      example: 'cut:no',
      read:
        ({ texts: { cut } }) =>
        (text) =>
          cut[text] === 1,
    },
  ],
}

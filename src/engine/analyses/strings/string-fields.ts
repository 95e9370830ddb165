import { placeOf } from '../../base/place-of.ts'
import { type Field, fieldThrough, type FilterTable } from '../../model/filter-fields.ts'
import type { Heap } from '../heap.ts'
import { NODE_TABLE } from '../node-fields.ts'
import { copiesOf, lengthOf, textOf } from './list-strings.ts'
import { NO_TEXT } from './rope-texts.ts'
import type { StringTexts } from './string-texts.ts'

/** Strings of a heap, sorted by their text. */
export interface ListedStrings {
  readonly heap: Heap
  readonly texts: StringTexts
}

/** What can be asked of strings once they are sorted by their text; entries are node indexes. Nothing else passes. */
export const STRING_FIELDS: readonly Field<ListedStrings>[] = [
  {
    name: 'length',
    type: 'count',
    lacking: true,
    help: 'Characters of a string, 1,024 where V8 cut it; none where the capture does not hold the text.',
    example: 'length:>=1024',
    read:
      ({ texts }) =>
      (node) =>
        lengthOf(texts, node) ?? Number.NaN,
  },
  {
    name: 'copies',
    type: 'count',
    help: 'How many strings have the text of this one, itself included.',
    example: 'copies:>1',
    read:
      ({ texts }) =>
      (node) =>
        placeOf(texts.nodes, node) === -1 ? Number.NaN : copiesOf(texts, node),
  },
  {
    name: 'copyof',
    type: 'object',
    help: 'All strings that have the same text as this one, itself included.',
    example: 'copyof:@123',
    read:
      ({ heap, texts }) =>
      (id) => {
        const wanted = heap.snapshot.nodeId.indexOf(id)
        if (wanted === -1) return null
        const text = textOf(texts, wanted)
        return (node) => node === wanted || (text !== NO_TEXT && textOf(texts, node) === text)
      },
  },
]

const nodeFields = NODE_TABLE.fields.map((field) =>
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
  fields: [...STRING_FIELDS, ...nodeFields.filter(({ name }) => name !== 'shape')],
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

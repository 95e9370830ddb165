import type { Field } from '../../model/filter-fields.ts'
import type { Heap } from '../heap.ts'
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
    help: 'Characters of a string, 1,024 where V8 cut it, in Python all that it had; none where the capture does not hold the text.',
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
        texts.members.has(node) ? copiesOf(texts, node) : Number.NaN,
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

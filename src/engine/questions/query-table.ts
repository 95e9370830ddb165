import { COLLECTION_FIELDS } from '../analyses/collections/collection-fields.ts'
import type { OwnedCollections } from '../analyses/collections/list-collections.ts'
import type { Heap } from '../analyses/heap.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { SHAPE_OF_FIELD } from '../analyses/shapes/shape-fields.ts'
import { STRING_FIELDS } from '../analyses/strings/string-fields.ts'
import type { StringTexts } from '../analyses/strings/string-texts.ts'
import { placeOf } from '../base/place-of.ts'
import {
  type EntryTest,
  type Field,
  fieldThrough,
  type FilterTable,
  type NumberReader,
} from '../model/filter-fields.ts'
import type { TextPattern } from '../model/text-pattern.ts'
import type { Filter } from '../query/filter.ts'

/** A heap with what some fields of a filter need besides; what is null was not asked for. */
export interface QueriedHeap {
  readonly heap: Heap
  readonly texts: StringTexts | null
  readonly owned: OwnedCollections | null
}

/** Where to get what some fields need. */
export interface DeepAnalyses {
  readonly texts: () => Promise<StringTexts>
  readonly collections: () => Promise<OwnedCollections>
}

const heapFields = [...NODE_TABLE.fields, SHAPE_OF_FIELD].map((field) =>
  fieldThrough(
    field,
    ({ heap }: QueriedHeap) => heap,
    () => (node: number) => node,
  ),
)

const stringFields = STRING_FIELDS.map((field) =>
  fieldThrough(
    field,
    ({ heap, texts }: QueriedHeap) => ({ heap, texts: texts! }),
    () => (node: number) => node,
  ),
)

const collectionFields = COLLECTION_FIELDS.map((field): Field<QueriedHeap> =>
  amongCollections(
    fieldThrough(
      field,
      ({ heap, owned }: QueriedHeap) => ({ heap, ...owned! }),
      ({ owned }) =>
        (node) =>
          placeOf(owned!.collections.nodes, node),
    ),
  ),
)

/** What any object can be selected by; entries are node indexes. */
export const QUERY_TABLE: FilterTable<QueriedHeap> = {
  rows: NODE_TABLE.rows,
  own: NODE_TABLE.own,
  fields: [...heapFields, ...stringFields, ...collectionFields],
}

/** Gets what the fields of a filter need. */
export async function queriedHeap(heap: Heap, filter: Filter, deep: DeepAnalyses): Promise<QueriedHeap> {
  const used = new Set(filter.alternatives.flatMap((terms) => terms.map(({ field }) => field)))
  const uses = (fields: readonly { readonly name: string }[]): boolean =>
    fields.some(({ name }) => used.has(name))
  return {
    heap,
    texts: uses(STRING_FIELDS) ? await deep.texts() : null,
    owned: uses(COLLECTION_FIELDS) ? await deep.collections() : null,
  }
}

/** The same field, which no object has that is not a collection. */
function amongCollections(field: Field<QueriedHeap>): Field<QueriedHeap> {
  const isCollection = ({ owned }: QueriedHeap, node: number): boolean =>
    placeOf(owned!.collections.nodes, node) !== -1
  switch (field.type) {
    case 'text':
      return {
        ...field,
        read: (source) => {
          const reader = field.read(source)
          return (pattern: TextPattern): EntryTest => {
            const test = reader(pattern)
            return (node) => isCollection(source, node) && test(node)
          }
        },
      }
    case 'flag':
      return {
        ...field,
        read: (source) => {
          const test = field.read(source)
          return (node: number) => isCollection(source, node) && test(node)
        },
      }
    case 'choice':
      return {
        ...field,
        read: (source) => {
          const { words, codeOf } = field.read(source)
          // The code behind the last stands for no word at all.
          return {
            words,
            codeOf: (node: number) => (isCollection(source, node) ? codeOf(node) : words.length),
          }
        },
      }
    case 'bytes':
    case 'count':
    case 'number':
      return {
        ...field,
        read: (source) => {
          const read = field.read(source)
          return ((node) => (isCollection(source, node) ? read(node) : Number.NaN)) satisfies NumberReader
        },
      }
    default:
      return field
  }
}

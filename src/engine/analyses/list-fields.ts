import { placeOf } from '../base/place-of.ts'
import type { Task } from '../base/task.ts'
import { type EntryTest, type Field, fieldThrough } from '../model/filter-fields.ts'
import type { TextPattern } from '../model/text-pattern.ts'
import { COLLECTION_FIELDS } from './collections/collection-fields.ts'
import { findCollections } from './collections/collections.ts'
import type { OwnedCollections } from './collections/list-collections.ts'
import { findOwners } from './collections/owners.ts'
import { Derived } from './derived.ts'
import { fieldNotReady } from './filter-needs.ts'
import { type Heap, isComplete } from './heap.ts'
import { propertiesOf, shapeReader } from './node-texts.ts'
import { findPythonOwners } from './python/collection-owners.ts'
import { findPythonCollections } from './python/collections.ts'
import { STRING_FIELDS } from './strings/string-fields.ts'
import { sortByText, type StringTexts } from './strings/string-texts.ts'

/** What these fields and their views stand on, worked out once a heap. */
export const TEXTS = new Derived<StringTexts>(async (heap, task) => {
  const { nodeCount, strings } = heap.snapshot
  task.begin('answer', 2 * strings.count + nodeCount)
  const texts = await sortByText(heap.snapshot, heap.shallowSize, task)
  task.end()
  return texts
})
export const COLLECTIONS = new Derived<OwnedCollections>(async (heap, task) => {
  task.begin('answer', 3 * heap.snapshot.nodeCount)
  const isPython = heap.snapshot.python !== null
  const collections = await (isPython ? findPythonCollections : findCollections)(heap, task)
  const owners = await (isPython ? findPythonOwners : findOwners)(heap, collections, task)
  task.end()
  return { collections, owners }
})

const SHAPE_OF: Field<Heap> = {
  name: 'shapeof',
  type: 'object',
  help: 'All plain objects that have the same properties as this one in the same order, itself included.',
  example: 'shapeof:@123',
  read: ({ snapshot }) => {
    const reader = shapeReader(snapshot)
    return (id) => {
      const wanted = snapshot.nodeId.indexOf(id)
      if (wanted === -1) return null
      const text = propertiesOf(snapshot, wanted)
      const test = reader({ form: 'exact', text, test: (candidate) => candidate === text })
      return (node) => node === wanted || test(node)
    }
  },
}

/** What objects can be filtered by that strings, plain objects and collections have. */
export const LIST_FIELDS: readonly Field<Heap>[] = [
  SHAPE_OF,
  ...STRING_FIELDS.map((field) =>
    fieldThrough(
      field,
      (heap: Heap) => ({ heap, texts: known(heap, field.name, TEXTS) }),
      () => (node: number) => node,
    ),
  ),
  ...COLLECTION_FIELDS.map((field) =>
    amongCollections(
      fieldThrough(
        field,
        (heap: Heap) => ({ heap, ...known(heap, field.name, COLLECTIONS) }),
        (heap) => {
          const { nodes } = known(heap, field.name, COLLECTIONS).collections
          return (node: number) => placeOf(nodes, node)
        },
      ),
    ),
  ),
]

/** Works out what one of these fields stands on; nothing for any other field. @throws HeapError `not-ready` */
export async function prepareLists(heap: Heap, field: string, task: Task): Promise<void> {
  const needed = [
    ...(STRING_FIELDS.some(({ name }) => name === field) ? [TEXTS] : []),
    ...(COLLECTION_FIELDS.some(({ name }) => name === field) ? [COLLECTIONS] : []),
  ]
  if (needed.length === 0) return
  if (!isComplete(heap)) throw fieldNotReady(field)
  for (const derived of needed) await derived.of(heap, task)
}

/** @throws HeapError `not-ready` where it was not prepared */
function known<Result>(heap: Heap, field: string, derived: Derived<Result>): Result {
  const result = derived.known(heap)
  if (result === undefined) throw fieldNotReady(field)
  return result
}

/** The same field, which no object has that is not a collection. */
function amongCollections(field: Field<Heap>): Field<Heap> {
  const collectionTest = (heap: Heap): EntryTest => {
    const { members } = known(heap, field.name, COLLECTIONS).collections
    return (node) => members.has(node)
  }
  switch (field.type) {
    case 'text':
      return {
        ...field,
        read: (heap) => {
          const isCollection = collectionTest(heap)
          const reader = field.read(heap)
          return (pattern: TextPattern): EntryTest => {
            const test = reader(pattern)
            return (node) => isCollection(node) && test(node)
          }
        },
      }
    case 'flag':
      return {
        ...field,
        read: (heap) => {
          const isCollection = collectionTest(heap)
          const test = field.read(heap)
          return (node: number) => isCollection(node) && test(node)
        },
      }
    case 'choice':
      return {
        ...field,
        read: (heap) => {
          const isCollection = collectionTest(heap)
          const { words, codeOf } = field.read(heap)
          // The code behind the last stands for no word at all.
          return { words, codeOf: (node: number) => (isCollection(node) ? codeOf(node) : words.length) }
        },
      }
    case 'bytes':
    case 'count':
    case 'number':
      return {
        ...field,
        read: (heap) => {
          const isCollection = collectionTest(heap)
          const read = field.read(heap)
          return (node: number) => (isCollection(node) ? read(node) : Number.NaN)
        },
      }
    default:
      return field
  }
}

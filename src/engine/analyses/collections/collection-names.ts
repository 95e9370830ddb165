import type { Task } from '../../base/task.ts'
import type { CompleteHeap } from '../heap.ts'
import { COLLECTIONS } from '../list-fields.ts'
import { isRecord, NO_TABLE } from './collection-columns.ts'

/** Names collections by what holds them. */
export interface CollectionNames {
  /** The owner of the collection that a node is, or whose table it is; null for what is neither, as a mere record. */
  readonly ownerOf: (node: number) => string | null
}

/** Of a whole heap; O(collections) once they are known. */
export async function collectionNames(heap: CompleteHeap, task: Task): Promise<CollectionNames> {
  const { collections, owners } = await COLLECTIONS.of(heap, task)
  const { members, table } = collections
  const ofTable = new Map<number, number>()
  table.forEach((node, place) => {
    if (node !== NO_TABLE) ofTable.set(node, place)
  })
  return {
    ownerOf: (node) => {
      const own = members.of(node)
      const place = own === -1 ? ofTable.get(node) : own
      if (place === undefined) return null
      return isRecord(collections, place) ? null : owners.names[owners.owner[place]!]!
    },
  }
}

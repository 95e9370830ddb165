import type { Snapshot } from '../../model/snapshot.ts'
import { itemsOf } from './items-of.ts'
import { targetNamed } from './standard-library.ts'

/** The classes that a class inherits from, itself first. O(bases). */
export function basesOf(snapshot: Snapshot, classNode: number): number[] {
  const order = targetNamed(snapshot, classNode, '__mro__')
  return order === null ? [classNode] : itemsOf(snapshot, order)
}

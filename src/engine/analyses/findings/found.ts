import type { Snapshot } from '../../model/snapshot.ts'
import type { Finding } from './finding-row.ts'

/** By snapshot, as long as that is kept: by a rule's name what it has found that is worth telling. */
const FOUND = new WeakMap<Snapshot, Map<string, readonly Finding[]>>()

/** What the rules that were tried on a heap have found, by their names; who tries one adds to it. */
export function foundIn({ snapshot }: { readonly snapshot: Snapshot }): Map<string, readonly Finding[]> {
  const found = FOUND.get(snapshot) ?? new Map<string, readonly Finding[]>()
  FOUND.set(snapshot, found)
  return found
}

import { StringHashes } from '../analyses/string-hashes.ts'
import type { StringTable } from '../model/string-table.ts'
import type { KnownKeys } from './dictionaries.ts'
import { Role } from './string-roles.ts'

const WANTED = (1 << Role.key) | (1 << Role.property)

/** Hashes of the names that are keys wherever they are properties, ascending. O(strings + bytes of these names). */
export function keyNames(strings: StringTable, roles: Uint16Array): KnownKeys {
  const hashes = new StringHashes(strings)
  const found: number[] = []
  for (let string = 0; string < roles.length; string++) {
    if ((roles[string]! & WANTED) === 1 << Role.key) found.push(hashes.of(string))
  }
  return Uint32Array.from(found).sort()
}

/** What several captures of a share have found, together. */
export function unitedKeys(found: readonly KnownKeys[]): KnownKeys {
  return Uint32Array.from(new Set(found.flatMap((keys) => [...keys]))).sort()
}

import type { BitSet } from '../../base/bit-set.ts'
import { Places } from '../../base/places.ts'
import type { Collections } from './collection-columns.ts'
import type { OwnedCollections } from './list-collections.ts'

/** The collections of a set of nodes, with places of their own, and their owners, with numbers of their own. O(collections). */
export function collectionsAmong({ collections, owners }: OwnedCollections, only: BitSet): OwnedCollections {
  const places = Uint32Array.from(collections.nodes.keys()).filter((place) =>
    only.has(collections.nodes[place]!),
  )
  const number = new Map<number, number>()
  const owner = places.map((place) => {
    const old = owners.owner[place]!
    const known = number.get(old) ?? number.size
    number.set(old, known)
    return known
  })
  return {
    collections: columnsAt(collections, places, only.length),
    owners: { owner, names: Array.from(number.keys(), (old) => owners.names[old]!) },
  }
}

function columnsAt(all: Collections, places: Uint32Array, nodeCount: number): Collections {
  const nodes = places.map((place) => all.nodes[place]!)
  const numbers = (column: Float64Array): Float64Array => Float64Array.from(places, (place) => column[place]!)
  return {
    nodes,
    members: new Places(nodes, nodeCount),
    kind: Uint8Array.from(places, (place) => all.kind[place]!),
    entries: numbers(all.entries),
    capacity: numbers(all.capacity),
    unused: numbers(all.unused),
    gaps: numbers(all.gaps),
    sparse: Uint8Array.from(places, (place) => all.sparse[place]!),
    table: places.map((place) => all.table[place]!),
  }
}

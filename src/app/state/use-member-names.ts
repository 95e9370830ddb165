import { useMemo } from 'react'
import { useHeap } from './heap-store.ts'
import type { SetMember } from './place.ts'
import { usePlace } from './place-store.ts'
import { shelfStore } from './shelf.ts'
import { shortNames } from './short-names.ts'
import { sourceName } from './sources.ts'

/**
 * What the captures of the set are called, by their sources: as the user does, or else by their files, without what all of
 * these have in common.
 */
export function useMemberNames(): ReadonlyMap<string, string> {
  const set = usePlace((place) => place.set)
  const source = usePlace((place) => place.source)
  const shown = useHeap((heap) => heap.file?.name ?? null)
  const shelf = shelfStore(({ captures }) => captures)
  return useMemo(() => {
    const fileOf = (member: SetMember) => {
      const known = member.source === source ? shown : shelf[member.source]?.file?.name
      return known ?? sourceName(member.source)
    }
    const short = shortNames(set.map(fileOf))
    return new Map(set.map((member, index) => [member.source, member.label ?? short[index]!]))
  }, [set, source, shown, shelf])
}

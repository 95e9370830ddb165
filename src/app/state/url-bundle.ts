import type { Bundle } from '#engine/format/bundle/bundle.ts'
import { fragmentOf } from '../url/fragment.ts'
import { placeIn } from './bundles.ts'
import { type CapturesPlace, DEFAULT_PLACE, type Place } from './place.ts'

/**
 * The place once a source has turned out to be a bundle: its captures stand where it stood. Alone it opens as its sender
 * saw it, unless the place says where.
 * @param members what its captures are called here, at least one
 */
export function placeUnpacked(
  place: Place,
  source: string,
  bundle: Pick<Bundle, 'place' | 'members'>,
  members: readonly string[],
): Place {
  if (place.set.length === 0) {
    const sent = placeIn(bundle, members)
    return saysWhere(place) ? { ...place, ...capturesOf(sent) } : sent
  }
  const set = place.set.flatMap((member) =>
    member.source === source
      ? members.map((one, index) => ({ source: one, label: bundle.members[index]?.label ?? null }))
      : [member],
  )
  const shown = place.source === source ? members.at(-1)! : place.source
  return { ...place, set, source: shown, base: place.base === source ? members[0]! : place.base }
}

/** Whether a place says anything but which captures it is in. */
export function saysWhere(place: Place): boolean {
  return fragmentOf({ ...place, ...capturesOf(DEFAULT_PLACE) }) !== ''
}

export function capturesOf({ source, set, base, match }: CapturesPlace): CapturesPlace {
  return { source, set, base, match }
}

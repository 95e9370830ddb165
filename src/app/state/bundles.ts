import {
  BUNDLE_MAGIC,
  type Bundle,
  isBundle,
  type PlacedMember,
  readBundle,
} from '#engine/format/bundle/bundle.ts'
import { placeOf } from '../url/fragment.ts'
import { placeOfSet } from './capture-set.ts'
import { DEFAULT_PLACE, type Place } from './place.ts'

/** A bundle that was dropped or chosen, and its captures as files of their own. */
export interface OpenedBundle {
  readonly bundle: Bundle
  readonly members: readonly File[]
}

/** The file as a bundle, or null where it is something else. @throws HeapError where it is a damaged one */
export async function asBundle(file: File): Promise<OpenedBundle | null> {
  const first = new Uint8Array(await file.slice(0, BUNDLE_MAGIC.length).arrayBuffer())
  if (!isBundle(first)) return null
  const bundle = await bundleIn(file, file.name)
  return { bundle, members: bundle.members.map((member) => memberFile(file, member, file.lastModified)) }
}

/** What a bundle says of itself. @throws HeapError where it is damaged */
export function bundleIn(file: Blob, name: string): Promise<Bundle> {
  const read = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer())
  return readBundle({ name, size: file.size, read })
}

/** A capture of a bundle, where it stands: nothing is copied. */
export function memberFile(bundle: Blob, { name, from, bytes }: PlacedMember, lastModified = 0): File {
  return new File([bundle.slice(from, from + bytes)], name, { lastModified })
}

const MEMBER = /^share:(\d{1,4})$/

/**
 * Where the sender of a bundle was, in captures that are called otherwise here. A place that names captures which the
 * bundle does not hold, or none, becomes the start, with all captures.
 * @param sources what captures are called here, one a member
 */
export function placeIn(bundle: Pick<Bundle, 'place' | 'members'>, sources: readonly string[]): Place {
  const place = placeOf(bundle.place)
  const here = (source: string | null): string | null => {
    const index = source === null ? null : MEMBER.exec(source)?.[1]
    return index ? (sources[Number(index)] ?? null) : null
  }
  const source = here(place.source)
  const set = place.set.flatMap((member) => {
    const named = here(member.source)
    return named === null ? [] : [{ ...member, source: named }]
  })
  if (source === null || set.length !== place.set.length) return startIn(bundle, sources)
  return { ...place, source, set, base: here(place.base) }
}

/** The place as a bundle of these captures says it. */
export function placeForBundle(place: Place, sources: readonly string[]): Place {
  const there = (source: string | null): string | null => {
    const index = source === null ? -1 : sources.indexOf(source)
    return index === -1 ? null : `share:${index}`
  }
  const set = place.set.flatMap((member) => {
    const named = there(member.source)
    return named === null ? [] : [{ ...member, source: named }]
  })
  return { ...place, source: there(place.source), set: set.length > 1 ? set : [], base: there(place.base) }
}

function startIn({ members }: Pick<Bundle, 'members'>, sources: readonly string[]): Place {
  const start = placeOfSet(sources)
  const set = start.set.map((member, i) => ({ ...member, label: members[i]?.label ?? null }))
  return { ...DEFAULT_PLACE, ...start, set, view: set.length > 0 ? 'diff' : DEFAULT_PLACE.view }
}

import type { CapturesPlace, Place, SetMember } from './place.ts'
import { currentPlace, go } from './place-store.ts'

/** The captures looked at, in their order: those of the set, or the one that is shown. */
export function membersOf({ set, source }: CapturesPlace): readonly SetMember[] {
  if (set.length > 0) return set
  return source === null ? [] : [{ source, label: null }]
}

/** What changes when captures are looked at together: the last one is shown and compared with the first. */
export function placeOfSet(sources: readonly string[]): Pick<Place, 'source' | 'set' | 'base'> {
  const [first] = sources
  const last = sources.at(-1)
  if (first === undefined || last === undefined || first === last)
    return { source: last ?? null, set: [], base: null }
  return { source: last, set: sources.map((source) => ({ source, label: null })), base: first }
}

/** What changes when captures are added behind those that are looked at: the shown one becomes the base of the last. */
export function withCaptures(place: CapturesPlace, added: readonly string[]): Partial<Place> {
  const members = membersOf(place)
  const more = added.filter((source) => members.every((member) => member.source !== source))
  const last = more.at(-1)
  if (last === undefined) return {}
  const set = [...members, ...more.map((source) => ({ source, label: null }))]
  return { set, source: last, base: place.base ?? place.source }
}

/** What changes when one is taken out: who was shown or the base makes way for a neighbour. */
export function withoutCapture(place: CapturesPlace, source: string): Partial<Place> {
  const left = place.set.filter((member) => member.source !== source)
  const shown = place.source === source ? (left.at(-1)?.source ?? null) : place.source
  if (left.length < 2) return { set: [], source: shown, base: null }
  const wanted =
    place.base === source || place.base === shown ? left.find((member) => member.source !== shown) : null
  return { set: left, source: shown, base: wanted ? wanted.source : place.base }
}

/** What changes when another one is shown: where that was the base, the two change roles. */
export function showing(place: CapturesPlace, source: string): Partial<Place> {
  return { source, base: place.base === source ? place.source : place.base }
}

/** What changes when another one becomes the base. */
export function comparedWith(place: CapturesPlace, base: string): Partial<Place> {
  return place.source === base ? { source: place.base, base } : { base }
}

/** What changes when one is moved by some places, towards later ones where `by` is above 0. */
export function moved(place: CapturesPlace, source: string, by: number): Partial<Place> {
  const at = place.set.findIndex((member) => member.source === source)
  const to = at + by
  if (at === -1 || to < 0 || to >= place.set.length) return {}
  const set = [...place.set]
  const [member] = set.splice(at, 1)
  set.splice(to, 0, member!)
  return { set }
}

/** What changes when one is called something else; nothing but spaces takes the name back. */
export function named(place: CapturesPlace, source: string, label: string): Partial<Place> {
  const set = place.set.map((member) =>
    member.source === source ? { source, label: label.trim() || null } : member,
  )
  return { set }
}

/** Swaps base and target. */
export function swapRoles(): void {
  const { source, base } = currentPlace()
  if (base !== null) go({ source: base, base: source })
}

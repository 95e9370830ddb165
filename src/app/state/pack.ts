import { type About, frameOf, type Member } from '#engine/format/bundle/bundle.ts'
import { newValueKey } from '#sharing/value-hash.ts'
import { fragmentOf } from '../url/fragment.ts'
import { placeForBundle } from './bundles.ts'
import { membersOf } from './capture-set.ts'
import { shownCapture } from './heap-store.ts'
import type { OpenCapture } from './open-capture.ts'
import { currentPlace } from './place-store.ts'
import { rawFile } from './recent-store.ts'
import { shelved } from './shelf.ts'

/** What goes along besides the graph. */
export interface PackOptions {
  /** Values of strings and numbers. */
  readonly values: boolean
  /** The captures as they were opened, instead of their analyses. */
  readonly raw: boolean
}

/** A capture that is looked at, as it can be packed. */
export interface Packable {
  readonly source: string
  readonly label: string | null
  /** Null while it is not open. */
  readonly capture: OpenCapture | null
}

/** The captures looked at. */
export function packables(): readonly Packable[] {
  const { source: shown, ...place } = currentPlace()
  return membersOf({ ...place, source: shown }).map(({ source, label }) => ({
    source,
    label,
    capture: source === shown ? shownCapture() : shelved(source),
  }))
}

/** Why these cannot be packed now, or null. */
export function whyNotPacked(all: readonly Packable[]): string | null {
  if (all.some(({ capture }) => capture?.state.shallowOnly))
    return 'A capture was opened without its references: only whole analyses can be shared.'
  if (all.some(({ capture }) => capture?.state.status !== 'ready'))
    return 'Captures are still being opened: they can be shared when all of them are ready.'
  return null
}

/** Packed captures, in their order. */
export interface Packed {
  readonly sources: readonly string[]
  readonly members: readonly (Member & { readonly contents: Blob })[]
  readonly redacted: boolean
}

/**
 * Packs the captures that are looked at, one after the other.
 * @param progress how far it has come, 0 to 1
 * @throws HeapError `cancelled` and others
 */
export async function pack(
  { values, raw }: PackOptions,
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<Packed> {
  const all = packables()
  // The same for all captures: equal values stay equal from one to the other.
  const key = values || raw ? null : newValueKey()
  const members: (Member & { contents: Blob })[] = []
  for (const [index, { source, label, capture }] of all.entries()) {
    const name = capture?.state.file?.name ?? source
    const file = raw ? await rawFile(source) : null
    const done = (fraction: number) => progress((index + fraction) / all.length)
    const contents = file ?? (await capture!.pack({ key, keys: null, name }, done, signal))
    members.push({ name, label, bytes: contents.size, contents })
  }
  return { sources: all.map(({ source }) => source), members, redacted: key !== null }
}

/** Packed captures as one file, with what is said of them and where the user is now. */
export function bundleOf({ sources, members, redacted }: Packed, said: Pick<About, 'title' | 'note'>): Blob {
  const place = fragmentOf(placeForBundle(currentPlace(), sources))
  const about: About = { ...said, place, created: new Date().toISOString(), redacted }
  const { head, tail } = frameOf(about, members)
  return new Blob([head, ...members.map(({ contents }) => contents), tail], {
    type: 'application/octet-stream',
  })
}

import { type About, frameOf, type Member } from '#engine/format/bundle/bundle.ts'
import type { MutedFinding } from '#engine/model/finding-rows.ts'
import type { PackedCapture } from '#protocol/worker.ts'
import { newValueKey } from '#sharing/value-hash.ts'
import { fragmentOf } from '../url/fragment.ts'
import { placeForBundle } from './bundles.ts'
import { findingsStore } from './findings-store.ts'
import { libraryLists } from './libraries.ts'
import { mutedLists } from './muted-store.ts'
import { type Packable, packables } from './packables.ts'
import { currentPlace } from './place-store.ts'
import { findingsIn, withRenamed } from './renamed-findings.ts'
import { rawFile } from './recent-store.ts'
import { sharedKeys } from './redaction.ts'

/** What goes along besides the graph. */
export interface PackOptions {
  /** Values of strings and numbers. */
  readonly values: boolean
  /** The captures as they were opened, instead of their analyses. */
  readonly raw: boolean
}

/** Packed captures, in their order. */
export interface Packed {
  readonly sources: readonly string[]
  readonly members: readonly (Member & { readonly contents: Blob })[]
  readonly redacted: boolean
  /**
   * What findings that the user looks at are called in what is sent, by their keys here; null for what no rule finds
   * there.
   */
  readonly findings: ReadonlyMap<string, string | null>
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
  const keys = key ? await sharedKeys(all, signal) : null
  const before = await alreadyRedacted(all, signal)
  const members: (Member & { contents: Blob })[] = []
  const place = currentPlace()
  const findings = new Map<string, string | null>()
  for (const [index, { source, label, capture }] of all.entries()) {
    const name = capture?.state.file?.name ?? source
    const file = raw ? await rawFile(source) : null
    const done = (fraction: number) => progress((index + fraction) / all.length)
    const muted = mutedLists.of(source)
    const looked = source === place.source ? findingsIn(place, findingKeys()) : []
    const wanted = [...muted.map((one) => one.key), ...looked]
    const packed = file ? null : await capture!.pack({ key, keys, name, findings: wanted }, done, signal)
    if (packed) for (const one of looked) findings.set(one, packed.findings.get(one) ?? null)
    const contents = file ?? packed!.file
    const libraries = libraryLists.of(source)
    members.push({
      name,
      label,
      bytes: contents.size,
      contents,
      ...mutedIn(muted, packed),
      ...(libraries.length > 0 && { libraries }),
    })
  }
  return { sources: all.map(({ source }) => source), members, redacted: key !== null || before, findings }
}

/** What was muted by what it is called in the file that is sent; what is not found in there is not told of. */
function mutedIn(muted: readonly MutedFinding[], packed: PackedCapture | null): Pick<Member, 'muted'> {
  const there = muted.flatMap((one) => {
    const key = packed ? packed.findings.get(one.key) : one.key
    return key === undefined ? [] : [{ ...one, key }]
  })
  return there.length > 0 ? { muted: there } : {}
}

/** Of the findings of the capture that is shown, as far as they are known. */
function findingKeys(): readonly string[] {
  return findingsStore.getState().rows.map((row) => row.key)
}

/** Whether all of these came without their values, which then cannot go along. */
export async function alreadyRedacted(all: readonly Packable[], signal: AbortSignal): Promise<boolean> {
  const summaries = await Promise.all(all.map(({ capture }) => capture!.ask('summary', [], signal)))
  return summaries.every(({ redacted }) => redacted)
}

/** Packed captures as one file, with what is said of them and where the user is now. */
export function bundleOf(
  { sources, members, redacted, findings }: Packed,
  said: Pick<About, 'title' | 'note'>,
): Blob {
  const place = fragmentOf(placeForBundle(withRenamed(currentPlace(), findings), sources))
  const about: About = { ...said, place, created: new Date().toISOString(), redacted }
  const { head, tail } = frameOf(about, members)
  return new Blob([head, ...members.map(({ contents }) => contents), tail], {
    type: 'application/octet-stream',
  })
}

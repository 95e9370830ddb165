import { HeapError } from '../../base/error.ts'
import { crc32 } from '../container/crc32.ts'
import { damagedContents, JsonReader } from '../container/json-reader.ts'
import { HEADER_BYTES, startsWith, TRAILER_BYTES, viewOf } from '../container/layout.ts'
import type { RandomAccess } from '../container/random-access.ts'
import type { MutedFinding } from '../../model/finding-rows.ts'
import { badChecksum, cutOff, readTrailer, trailerFor } from '../container/trailer.ts'

/**
 * A bundle: captures and where somebody was in them, in one file. Members stand in it as they are, so that each can be
 * opened where it stands. Numbers are little-endian, of 32 bits.
 *
 * ```
 * header    8 magic, version, checksum of these 12 bytes                          16 bytes
 * members   one after the other, without gaps
 * contents  JSON (UTF-8): `About`, and name, label and length of every member
 * trailer   as of a container                                                     28 bytes
 * ```
 */
export const BUNDLE_MAGIC = Uint8Array.of(0x89, 0x48, 0x53, 0x42, 0x0d, 0x0a, 0x1a, 0x0a)
const VERSION = 1
/** More members than anybody compares are not believed. */
const MOST_MEMBERS = 1000
const MOST_CONTENTS_BYTES = 1 << 24

/** What is said of the captures together. */
export interface About {
  readonly title: string
  /** What the sender says to whoever opens it; may have several lines. */
  readonly note: string
  /** Where the sender was: the fragment of the page's address, in which member n is `share:n`; empty for the start. */
  readonly place: string
  /** ISO time. */
  readonly created: string
  /** Whether values were left out of all members. */
  readonly redacted: boolean
}

export interface Member {
  /** The capture's file name. */
  readonly name: string
  /** What the sender calls it, if anything. */
  readonly label: string | null
  readonly bytes: number
  /** Findings of it that the sender muted; absent where there are none. */
  readonly muted?: readonly MutedFinding[]
  /** Parts of file and module names that are a library’s, as the sender says; absent where there are none. */
  readonly libraries?: readonly string[]
}

/** A member and its first byte in the bundle. */
export interface PlacedMember extends Member {
  readonly from: number
}

export interface Bundle extends About {
  readonly members: readonly PlacedMember[]
}

/** What stands around the members' bytes, which follow each other in their order between `head` and `tail`. */
export interface BundleFrame {
  readonly head: Uint8Array<ArrayBuffer>
  readonly tail: Uint8Array<ArrayBuffer>
  /** Length of the whole bundle. */
  readonly bytes: number
}

/** Whether bytes begin as a bundle does. */
export function isBundle(first: Uint8Array): boolean {
  return startsWith(first, BUNDLE_MAGIC)
}

/** What makes a bundle of members whose lengths are known. */
export function frameOf(about: About, members: readonly Member[]): BundleFrame {
  const head = new Uint8Array(HEADER_BYTES)
  head.set(BUNDLE_MAGIC)
  const view = viewOf(head)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, crc32(head.subarray(0, 12)), true)
  const { title, note, place, created, redacted } = about
  const contents = new TextEncoder().encode(
    JSON.stringify({
      about: { title, note, place, created, redacted },
      members: members.map(({ name, label, bytes, muted, libraries }) => ({
        name,
        label,
        bytes,
        muted,
        libraries,
      })),
    }),
  )
  const inside = members.reduce((sum, { bytes }) => sum + bytes, 0)
  const bytes = HEADER_BYTES + inside + contents.length + TRAILER_BYTES
  const tail = new Uint8Array(contents.length + TRAILER_BYTES)
  tail.set(contents)
  tail.set(trailerFor(contents, bytes), contents.length)
  return { head, tail, bytes }
}

/** Reads everything but the members. @throws HeapError `bad-container`, `cut-off`, `too-new` */
export async function readBundle(file: RandomAccess): Promise<Bundle> {
  const { size } = file
  if (size < HEADER_BYTES + TRAILER_BYTES) throw cutOff(size)
  checkHeader(await file.read(0, HEADER_BYTES))
  const trailer = readTrailer(await file.read(size - TRAILER_BYTES, size), size)
  const to = size - TRAILER_BYTES
  const from = to - trailer.length
  if (from < HEADER_BYTES || trailer.length > MOST_CONTENTS_BYTES)
    throw damagedContents('trailer', to, 'states a length the file does not have')
  const bytes = await file.read(from, to)
  if (crc32(bytes) !== trailer.checksum) throw badChecksum('table of contents', from)
  return contentsOf(new TextDecoder().decode(bytes), from)
}

function checkHeader(header: Uint8Array): void {
  const view = viewOf(header)
  if (!isBundle(header)) throw damagedContents('header', 0, 'does not begin as a bundle does')
  if (crc32(header.subarray(0, 12)) !== view.getUint32(12, true)) throw badChecksum('header', 0)
  const version = view.getUint32(8, true)
  if (version > VERSION)
    throw new HeapError(
      'too-new',
      `This bundle has format version ${version} and this program reads up to ${VERSION}; get a newer Heapscope.`,
      { section: 'header', byte: 8 },
    )
}

/** @param end where the members end */
function contentsOf(text: string, end: number): Bundle {
  const json = new JsonReader('table of contents', end)
  const contents = json.object(json.parse(text))
  const about = json.object(contents['about'])
  const all = json.list(contents['members'])
  if (all.length > MOST_MEMBERS) json.fail(`names ${all.length} captures`)
  let from = HEADER_BYTES
  const members = all.map((one): PlacedMember => {
    const value = json.object(one)
    const label = value['label'] === null ? null : json.text(value['label'])
    const muted = value['muted'] === undefined ? {} : { muted: mutedIn(json, value['muted']) }
    const listed = value['libraries']
    const libraries =
      listed === undefined ? {} : { libraries: json.list(listed).map((part) => json.text(part)) }
    const bytes = json.whole(value['bytes'])
    const member = { name: json.text(value['name']), label, bytes, ...muted, ...libraries, from }
    from += member.bytes
    return member
  })
  if (from !== end)
    json.fail(`accounts for ${from - HEADER_BYTES} bytes of captures where there are ${end - HEADER_BYTES}`)
  return {
    title: json.text(about['title']),
    note: json.text(about['note']),
    place: json.text(about['place']),
    created: json.text(about['created']),
    redacted: json.flag(about['redacted']),
    members,
  }
}

function mutedIn(json: JsonReader, listed: unknown): MutedFinding[] {
  return json.list(listed).map((one) => {
    const { key, reason, when } = json.object(one)
    return { key: json.text(key), reason: json.text(reason), when: json.number(when) }
  })
}

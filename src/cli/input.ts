import { basename } from 'node:path'
import { HeapError } from '#engine/base/error.ts'
import type { Bundle } from '#engine/format/bundle/bundle.ts'
import type { ByteSource } from '#engine/format/source.ts'
import { isAddress, nameOfAddress } from './address.ts'
import { fileSource, partSource, sizeOf, STDIN, stdinSource } from './file-source.ts'
import type { Io } from './io.ts'
import { formatName } from './text.ts'

/** Wrong usage that only shows when the input is looked at. `message` is one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What a `FILE` on the command line names: a file, standard input or a link, and which capture of a bundle. */
interface Place {
  readonly file: string
  /** From 1; null where none is named. */
  readonly member: number | null
}

/** What `FILE` is called in messages. Of a link the key is left out. */
export function nameOfInput(path: string): string {
  if (path === STDIN) return 'standard input'
  return isAddress(path) ? nameOfAddress(path) : basename(path)
}

/** What a `FILE` on the command line names. */
export interface Input {
  /** As one file: a bundle as it is, unless it holds one capture or one of them is named. */
  readonly whole: ByteSource
  /** The captures and containers in it: one, or those of a bundle; at least one. */
  readonly captures: readonly ByteSource[]
  /** What a bundle says of them; null where there is none. */
  readonly bundle: Bundle | null
}

/**
 * The one capture or container that `path` names.
 * @throws UsageError where it names a bundle of several and not which; HeapError; ShareError
 */
export async function sourceAt(path: string, io: Io): Promise<ByteSource> {
  const { captures } = await inputAt(path, io)
  if (captures.length === 1) return captures[0]!
  throw new UsageError(
    `${nameOfInput(path)} holds ${captures.length} captures; ${
      path === STDIN
        ? 'save it as a file and name one of them.'
        : `put the number of one behind it, as in “:1”: ${numbered(captures)}.`
    }`,
  )
}

/** Looks at what `path` names. @throws UsageError where it names a capture that is not there; HeapError; ShareError */
export async function inputAt(path: string, io: Io): Promise<Input> {
  const { file, member } = await placeIn(path)
  const found = await bundleAt(file, io)
  const { source, bundle } = found
  if (!bundle) {
    if (member === null) return { whole: source, captures: [source], bundle }
    throw new UsageError(`${nameOfInput(file)} holds one capture; leave :${member} out.`)
  }
  const all = bundle.members.map(({ name, from, bytes }) =>
    partSource(name, { path: found.path, from, to: from + bytes }, bytes),
  )
  if (all.length === 0) throw new HeapError('empty', 'This bundle holds no captures.')
  if (member === null) return { whole: all.length === 1 ? all[0]! : source, captures: all, bundle }
  const one = all[member - 1]
  if (one) return { whole: one, captures: [one], bundle }
  throw new UsageError(`${nameOfInput(file)} has no capture ${member}: ${numbered(all)}.`)
}

type Found =
  | { readonly source: ByteSource; readonly bundle: null }
  | { readonly source: ByteSource; readonly bundle: Bundle; readonly path: string }

async function bundleAt(file: string, io: Io): Promise<Found> {
  if (file === STDIN) return bundleInStdin(io)
  if (!isAddress(file)) return bundleIn(file)
  const { downloaded } = await import('./download.ts')
  return bundleIn(await downloaded(file, io))
}

/** The bundle in a file, or the file where it is none. */
async function bundleIn(path: string): Promise<Found> {
  const source = fileSource(path, await sizeOf(path))
  const { name, size } = source
  if (size === null || !source.read) return { bundle: null, source }
  const file = { name, size, read: (from: number, to: number) => source.read!(from, to) }
  const { BUNDLE_MAGIC, isBundle, readBundle } = await bundles()
  if (!isBundle(await file.read(0, BUNDLE_MAGIC.length))) return { bundle: null, source }
  return { source, bundle: await readBundle(file), path }
}

/** Captures are read as they come; a bundle must be a file. */
async function bundleInStdin({ stdin, scratch }: Io): Promise<Found> {
  const { BUNDLE_MAGIC, isBundle } = await bundles()
  const source = stdinSource(stdin)
  const all = source.chunks()[Symbol.asyncIterator]()
  let first = new Uint8Array(0)
  let next = await all.next()
  while (!next.done) {
    first = joined(first, next.value)
    if (first.length >= BUNDLE_MAGIC.length) break
    next = await all.next()
  }
  const chunks = () => resumed(first, all)
  if (!isBundle(first)) return { bundle: null, source: { ...source, chunks } }
  return bundleIn(await scratch.write(chunks()))
}

/** What reads bundles, once something is opened. */
function bundles() {
  return import('#engine/format/bundle/bundle.ts')
}

async function* resumed(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** Takes `:2` off the end, unless a file has just this name; of a link that the page wrote, `share:2` is not meant. */
async function placeIn(path: string): Promise<Place> {
  const parts = /^(.*[^:]):(\d{1,6})$/s.exec(path)
  if (!parts) return { file: path, member: null }
  const [, file, number] = parts as unknown as [string, string, string]
  const isWhole = isAddress(path)
    ? /=share:\d+$/.test(path) || !path.includes('#')
    : await sizeOf(path).then(
        () => true,
        () => false,
      )
  return isWhole ? { file: path, member: null } : { file, member: Number(number) }
}

function numbered(captures: readonly ByteSource[]): string {
  return captures.map(({ name }, i) => `${i + 1} is ${formatName(name)}`).join(', ')
}

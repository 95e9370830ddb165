import { basename } from 'node:path'
import { HeapError } from '#engine/base/error.ts'
import { type Bundle, BUNDLE_MAGIC, isBundle, readBundle } from '#engine/format/bundle/bundle.ts'
import type { ByteSource } from '#engine/format/source.ts'
import { downloaded, isAddress, nameOfAddress } from './download.ts'
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

/**
 * The one capture or container that `path` names.
 * @throws UsageError where it names a bundle of several and not which; HeapError; ShareError
 */
export async function sourceAt(path: string, io: Io): Promise<ByteSource> {
  const captures = await sourcesAt(path, io)
  if (captures.length === 1) return captures[0]!
  throw new UsageError(
    `${nameOfInput(path)} holds ${captures.length} captures; ${
      path === STDIN
        ? 'save it as a file and name one of them.'
        : `name one, as ${nameOfInput(path)}:1: ${numbered(captures.map(({ name }) => name))}.`
    }`,
  )
}

/** All captures and containers that `path` names: one, or those of a bundle. @throws as `sourceAt` */
export async function sourcesAt(path: string, io: Io): Promise<readonly ByteSource[]> {
  const { file, member } = await placeIn(path)
  const found = await bundleAt(file, io)
  if (found.bundle === null) {
    if (member === null) return [found.source]
    throw new UsageError(`${nameOfInput(file)} holds one capture; leave :${member} out.`)
  }
  const { bundle, path: inside } = found
  const sources = bundle.members.map(({ name, from, bytes }) =>
    partSource(name, { path: inside, from, to: from + bytes }, bytes),
  )
  if (sources.length === 0) throw new HeapError('empty', 'This bundle holds no captures.')
  if (member === null) return sources
  const source = sources[member - 1]
  if (source) return [source]
  throw new UsageError(
    `${nameOfInput(file)} has no capture ${member}; it holds ${numbered(sources.map(({ name }) => name))}.`,
  )
}

type Found =
  | { readonly bundle: null; readonly source: ByteSource }
  | { readonly bundle: Bundle; readonly path: string }

async function bundleAt(file: string, io: Io): Promise<Found> {
  if (file === STDIN) return bundleInStdin(io)
  const path = isAddress(file) ? await downloaded(file, io) : file
  return bundleIn(path)
}

/** The bundle in a file, or the file where it is none. */
async function bundleIn(path: string): Promise<Found> {
  const source = fileSource(path, await sizeOf(path))
  const { name, size } = source
  if (size === null || !source.read) return { bundle: null, source }
  const file = { name, size, read: (from: number, to: number) => source.read!(from, to) }
  if (!isBundle(await file.read(0, BUNDLE_MAGIC.length))) return { bundle: null, source }
  return { bundle: await readBundle(file), path }
}

/** Captures are read as they come; a bundle must be a file. */
async function bundleInStdin({ stdin, scratch }: Io): Promise<Found> {
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

function numbered(names: readonly string[]): string {
  return names.map((name, i) => `${i + 1} is ${formatName(name)}`).join(', ')
}

import type { BlockCodec } from '../../base/block-codec.ts'
import { column } from '../../base/columns.ts'
import type { HeapError } from '../../base/error.ts'
import type { Task } from '../../base/task.ts'
import {
  type Block,
  type Contents,
  contentsFromJson,
  entriesOf,
  type Section,
  sectionNamed,
} from './contents.ts'
import { crc32 } from './crc32.ts'
import { damagedContents, JsonReader } from './json-reader.ts'
import { HEADER_BYTES, isContainer, TRAILER_BYTES, viewOf } from './layout.ts'
import { addUp, mergeDoubles, mergeWords } from './planes.ts'
import type { RandomAccess } from './random-access.ts'
import { badChecksum, cutOff, readTrailer } from './trailer.ts'
import { upgraderFrom } from './version.ts'

/** Blocks that are decompressed at the same time: a host's codec may use other threads. */
const IN_FLIGHT = 4
/** Blocks are read from the file in stretches of about this length. */
const STRETCH_BYTES = 1 << 22

/** A block after decompression: `entries` of them from entry `first` on. */
interface OpenBlock {
  readonly planes: Uint8Array
  readonly width: number
  readonly first: number
  readonly entries: number
}

/** Looks at a block of a column while it is fresh: entries `from` to `from + values.length`. */
export type Check<Column> = (values: Column, from: number) => void

/**
 * An open container. Only its contents are in memory; a section is read when it is asked for. Every byte that is read
 * is checked before it is used, so what comes out is what was written; whether that makes sense is the caller's to check.
 */
export class ContainerReader {
  readonly contents: Contents
  /** The file's length. */
  readonly size: number
  readonly #file: RandomAccess
  readonly #codec: BlockCodec
  #bytesRead = 0

  private constructor(file: RandomAccess, contents: Contents, codec: BlockCodec) {
    this.contents = contents
    this.size = file.size
    this.#file = file
    this.#codec = codec
  }

  /** Reads header, trailer and contents. @throws HeapError `bad-container`, `cut-off`, `too-new` */
  static async open(file: RandomAccess, codec: BlockCodec): Promise<ContainerReader> {
    const { size } = file
    if (size < HEADER_BYTES + TRAILER_BYTES) throw cutOff(size)
    const upgrade = upgraderFrom(readVersion(await file.read(0, HEADER_BYTES)))
    const trailer = readTrailer(await file.read(size - TRAILER_BYTES, size), size)
    const to = size - TRAILER_BYTES
    const from = to - trailer.length
    if (from < HEADER_BYTES) throw damagedContents('trailer', to, 'states a length the file does not have')
    const bytes = await file.read(from, to)
    if (crc32(bytes) !== trailer.checksum) throw badChecksum('table of contents', from)
    const contents = contentsFromJson(new TextDecoder().decode(bytes), upgrade, HEADER_BYTES, from)
    return new ContainerReader(file, contents, codec)
  }

  has(name: string): boolean {
    return this.contents.sections.some((section) => section.name === name)
  }

  /** A column of bytes. The task's phase counts bytes of the file, from the first section that was read on. */
  async bytes(name: string, task: Task, check?: Check<Uint8Array>): Promise<Uint8Array> {
    const section = this.#section(name, 'u8')
    const bytes = new Uint8Array(section.count)
    for await (const { planes, first } of this.#blocks(section, task)) {
      bytes.set(planes, first)
      check?.(planes, first)
    }
    return bytes
  }

  /** The bytes of a section block by block. */
  async *pieces(name: string, task: Task): AsyncGenerator<Uint8Array> {
    for await (const { planes } of this.#blocks(this.#section(name, 'u8'), task)) yield planes
  }

  /** @param shared whether other threads should see the column */
  async words(name: string, task: Task, check?: Check<Uint32Array>, shared = false): Promise<Uint32Array> {
    return this.#words(this.#section(name, 'u32'), task, check, shared)
  }

  async integers(name: string, task: Task): Promise<Int32Array> {
    const words = await this.#words(this.#section(name, 'i32'), task)
    return new Int32Array(words.buffer)
  }

  /** A column of words or of doubles, as it was written. @param shared whether other threads should see it */
  async wide(name: string, task: Task, shared = false): Promise<Uint32Array | Float64Array> {
    const section = sectionNamed(this.contents, name)
    if (section.type !== 'f64') return this.words(name, task, undefined, shared)
    const doubles = column(Float64Array, section.count, shared)
    await this.#fillDoubles(section, doubles, task)
    return doubles
  }

  async doubles(name: string, task: Task): Promise<Float64Array> {
    const section = this.#section(name, 'f64')
    const doubles = new Float64Array(section.count)
    await this.#fillDoubles(section, doubles, task)
    return doubles
  }

  async #fillDoubles(section: Section, doubles: Float64Array, task: Task): Promise<void> {
    for await (const { planes, width, first, entries } of this.#blocks(section, task)) {
      mergeDoubles(planes, width, doubles.subarray(first, first + entries))
    }
  }

  /** Takes apart a section that is JSON: `value` is nothing that may be believed. */
  async json(name: string, task: Task): Promise<{ value: unknown; reader: JsonReader }> {
    const reader = new JsonReader(name, this.#startOf(name))
    const text = new TextDecoder().decode(await this.bytes(name, task))
    return { value: reader.parse(text), reader }
  }

  /** @param what ends the sentence “Section … of the container” */
  damaged(name: string, what: string): HeapError {
    return damagedContents(name, this.#startOf(name), what)
  }

  #startOf(name: string): number {
    return sectionNamed(this.contents, name).blocks[0]?.from ?? HEADER_BYTES
  }

  #section(name: string, type: Section['type']): Section {
    const section = sectionNamed(this.contents, name)
    if (section.type !== type)
      throw this.damaged(name, `has entries of type ${section.type} instead of ${type}`)
    return section
  }

  async #words(
    section: Section,
    task: Task,
    check?: Check<Uint32Array>,
    shared = false,
  ): Promise<Uint32Array> {
    const words = column(Uint32Array, section.count, shared)
    let before = 0
    for await (const { planes, width, first, entries } of this.#blocks(section, task)) {
      const values = words.subarray(first, first + entries)
      mergeWords(planes, width, values)
      if (section.differences) before = addUp(values, before)
      check?.(values, first)
    }
    return words
  }

  /** The section's blocks in their order, a few of them decompressed ahead. */
  async *#blocks(section: Section, task: Task): AsyncGenerator<OpenBlock> {
    const ahead: Promise<OpenBlock>[] = []
    let index = 0
    for (const stretch of stretches(section.blocks)) {
      const from = stretch[0]!.from
      const last = stretch.at(-1)!
      const bytes = await this.#file.read(from, last.from + last.bytes)
      for (const block of stretch) {
        if (ahead.length >= IN_FLIGHT) yield await ahead.shift()!
        const part = bytes.subarray(block.from - from, block.from - from + block.bytes)
        const opening = this.#open(section, block, index++, part)
        // Awaited in its turn; until then nobody listens.
        opening.catch(() => {})
        ahead.push(opening)
        this.#bytesRead += block.bytes
        const wait = task.tick(this.#bytesRead)
        if (wait) await wait
      }
    }
    while (ahead.length > 0) yield await ahead.shift()!
  }

  async #open(section: Section, block: Block, index: number, bytes: Uint8Array): Promise<OpenBlock> {
    const checksum = (this.#codec.checksum ?? crc32)(bytes)
    if (checksum !== block.checksum) throw badChecksum(section.name, block.from)
    const entries = entriesOf(section, index)
    const { width } = block
    const planes = await this.#codec.decompress(bytes, entries * width).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      throw damagedContents(section.name, block.from, `cannot be decompressed (${reason})`)
    })
    return { planes, width, first: index * entriesOf(section, 0), entries }
  }
}

function readVersion(header: Uint8Array): number {
  const view = viewOf(header)
  if (!isContainer(header)) throw damagedContents('header', 0, 'does not begin as a container does')
  if (crc32(header.subarray(0, 12)) !== view.getUint32(12, true)) throw badChecksum('header', 0)
  return view.getUint32(8, true)
}

/** Groups blocks that lie one after the other. */
function* stretches(blocks: readonly Block[]): Generator<readonly Block[]> {
  let stretch: Block[] = []
  let bytes = 0
  for (const block of blocks) {
    if (stretch.length > 0 && bytes + block.bytes > STRETCH_BYTES) {
      yield stretch
      stretch = []
      bytes = 0
    }
    stretch.push(block)
    bytes += block.bytes
  }
  if (stretch.length > 0) yield stretch
}

import type { BlockCodec } from '../../base/block-codec.ts'
import type { Task } from '../../base/task.ts'
import type { ByteSink } from '../sink.ts'
import { type Block, contentsToJson, type Section } from './contents.ts'
import { crc32 } from './crc32.ts'
import type { JsonObject } from './json-reader.ts'
import { BLOCK_ENTRIES, type ElementType, HEADER_BYTES, MAGIC, TRAILER_BYTES, viewOf } from './layout.ts'
import { differences, splitDoubles, splitWords, widthOfDoubles, widthOfWords } from './planes.ts'
import { trailerFor } from './trailer.ts'
import { VERSION } from './version.ts'

/** Blocks that are compressed at the same time: a host's codec may use other threads. */
const IN_FLIGHT = 4

export type ContainerColumn = Uint8Array | Uint32Array | Int32Array | Float64Array

interface OpenSection extends Section {
  count: number
  readonly blocks: Block[]
}

/**
 * Writes a container front to back, one section after the other. Holds a few blocks at a time.
 * The task's phase counts bytes before compression, as `bytesOf` does.
 */
export class ContainerWriter {
  readonly #sink: ByteSink
  readonly #codec: BlockCodec
  readonly #task: Task
  readonly #sections: OpenSection[] = []
  /** Blocks on their way, in their order. */
  readonly #pending: (() => Promise<void>)[] = []
  #at = 0
  #done = 0

  constructor(sink: ByteSink, codec: BlockCodec, task: Task) {
    this.#sink = sink
    this.#codec = codec
    this.#task = task
  }

  /** Writes the header. Comes first. */
  async begin(version = VERSION): Promise<void> {
    const header = new Uint8Array(HEADER_BYTES)
    header.set(MAGIC)
    const view = viewOf(header)
    view.setUint32(8, version, true)
    view.setUint32(12, crc32(header.subarray(0, 12)), true)
    await this.#write(header)
  }

  /**
   * Writes a column as the next section.
   * @param asDifferences stores each entry as its difference to the one before; not for bytes and doubles
   */
  async column(name: string, values: ContainerColumn, asDifferences = false): Promise<void> {
    const type = typeOf(values)
    const section = this.#open(name, type, values.length, asDifferences && type !== 'u8' && type !== 'f64')
    const step = BLOCK_ENTRIES[type]
    let before = 0
    for (let from = 0; from < values.length; from += step) {
      const entries = values.subarray(from, from + step)
      const { planes, width } = planesOf(entries, section.differences, before)
      before = entries.at(-1)!
      this.#done += entries.byteLength
      await this.#block(section, planes, width)
    }
  }

  /** Writes bytes as the next section, however they are cut into pieces. They are copied. */
  async bytes(name: string, pieces: Iterable<Uint8Array>): Promise<void> {
    const size = BLOCK_ENTRIES.u8
    const section = this.#open(name, 'u8', 0, false)
    let block = new Uint8Array(size)
    let used = 0
    for (const piece of pieces) {
      for (let from = 0; from < piece.length;) {
        const part = piece.subarray(from, from + size - used)
        block.set(part, used)
        used += part.length
        from += part.length
        section.count += part.length
        if (used === size) {
          this.#done += used
          await this.#block(section, block, 1)
          block = new Uint8Array(size)
          used = 0
        }
      }
    }
    this.#done += used
    if (used > 0) await this.#block(section, block.subarray(0, used), 1)
  }

  async json(name: string, value: unknown): Promise<void> {
    await this.bytes(name, [new TextEncoder().encode(JSON.stringify(value))])
  }

  /** Writes what is on its way, the table of contents and the trailer. @returns the container's length in bytes */
  async finish(meta: JsonObject): Promise<number> {
    while (this.#pending.length > 0) await this.#pending.shift()!()
    const sections = this.#sections
    const contents = new TextEncoder().encode(contentsToJson({ meta, sections }))
    await this.#write(contents)
    await this.#write(trailerFor(contents, this.#at + TRAILER_BYTES))
    return this.#at
  }

  #open(name: string, type: ElementType, count: number, asDifferences: boolean): OpenSection {
    const section = { name, type, count, differences: asDifferences, blocks: [] }
    this.#sections.push(section)
    return section
  }

  /** Takes over `planes`. */
  async #block(section: OpenSection, planes: Uint8Array, width: number): Promise<void> {
    if (this.#pending.length >= IN_FLIGHT) await this.#pending.shift()!()
    const compressing = this.#codec.compress(planes)
    // Awaited in its turn; until then nobody listens.
    compressing.catch(() => {})
    this.#pending.push(async () => {
      const bytes = await compressing
      const checksum = (this.#codec.checksum ?? crc32)(bytes)
      section.blocks.push({ from: this.#at, bytes: bytes.length, checksum, width })
      await this.#write(bytes)
    })
    const wait = this.#task.tick(this.#done)
    if (wait) await wait
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#at += bytes.length
    await this.#sink.write(bytes)
  }
}

function typeOf(values: ContainerColumn): ElementType {
  if (values instanceof Uint8Array) return 'u8'
  if (values instanceof Uint32Array) return 'u32'
  return values instanceof Int32Array ? 'i32' : 'f64'
}

function planesOf(
  entries: ContainerColumn,
  asDifferences: boolean,
  before: number,
): { planes: Uint8Array; width: number } {
  // A codec may hand its argument to another thread, which shared memory and the column itself must not go to.
  if (entries instanceof Uint8Array) return { planes: new Uint8Array(entries), width: 1 }
  if (entries instanceof Float64Array) {
    const width = widthOfDoubles(entries)
    return { planes: splitDoubles(entries, width), width }
  }
  const words = new Uint32Array(entries.buffer, entries.byteOffset, entries.length)
  const stored = asDifferences ? differences(words, before) : words
  const width = widthOfWords(stored)
  return { planes: splitWords(stored, width), width }
}

import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { HeapError } from '../../base/error.ts'
import { memorySink, pipeSource, randomAccessSource } from '../../testing/memory-container.ts'
import { quietTask, restlessTask } from '../../testing/quiet-task.ts'
import type { ByteSource } from '../source.ts'
import { BLOCK_ENTRIES } from './layout.ts'
import { randomAccess } from './random-access.ts'
import { ContainerReader } from './reader.ts'
import { streamCodec } from './stream-codec.ts'
import { type ContainerColumn, ContainerWriter } from './writer.ts'

type Columns = Readonly<Record<string, ContainerColumn>>

async function write(columns: Columns, differences: readonly string[] = []): Promise<Uint8Array> {
  const sink = memorySink()
  const writer = new ContainerWriter(sink, streamCodec, quietTask())
  await writer.begin()
  for (const [name, values] of Object.entries(columns)) {
    await writer.column(name, values, differences.includes(name))
  }
  const length = await writer.finish({ made: 'here' })
  expect(length).toBe(sink.bytes().length)
  return sink.bytes()
}

async function open(source: ByteSource): Promise<ContainerReader> {
  return ContainerReader.open(await randomAccess(source, source.chunks(), quietTask()), streamCodec)
}

/** Every section of a container, which checks every byte of it. */
async function readAll(source: ByteSource): Promise<Record<string, ContainerColumn>> {
  const reader = await open(source)
  const columns: Record<string, ContainerColumn> = {}
  for (const { name, type } of reader.contents.sections) {
    const read = { u8: 'bytes', u32: 'words', i32: 'integers', f64: 'doubles' } as const
    columns[name] = await reader[read[type]](name, quietTask())
  }
  return columns
}

function bytesOf({ buffer, byteOffset, byteLength }: ContainerColumn): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

const SMALL: Columns = {
  bytes: Uint8Array.of(1, 2, 3, 3, 3, 3, 3, 3),
  words: Uint32Array.of(7, 1_000_000, 4_294_967_295),
  integers: Int32Array.of(-1, 0, 5),
  doubles: Float64Array.of(2 ** 40, 3, 0.5),
  nothing: new Uint32Array(0),
}

describe('what was written', () => {
  test('is what is read, from a file and from a pipe', async () => {
    const bytes = await write(SMALL, ['words', 'integers'])
    expect(await readAll(randomAccessSource(bytes))).toEqual(SMALL)
    expect(await readAll(pipeSource(bytes, 7))).toEqual(SMALL)
    expect((await open(randomAccessSource(bytes))).contents.meta).toEqual({ made: 'here' })
  })

  test('is what is read when it spans several blocks', async () => {
    const count = BLOCK_ENTRIES.u32 * 2 + 17
    const columns: Columns = {
      flat: Uint32Array.from({ length: count }, (_, i) => i * 3),
      rough: Uint32Array.from({ length: count }, (_, i) => Math.imul(i, 0x9e37_79b1) >>> 0),
      text: Uint8Array.from({ length: BLOCK_ENTRIES.u8 + 5 }, (_, i) => i),
    }
    const bytes = await write(columns, ['flat'])
    const read = await readAll(randomAccessSource(bytes))
    for (const [name, values] of Object.entries(columns)) {
      expect(bytesOf(read[name]!).equals(bytesOf(values)), name).toBe(true)
    }
  })

  test('is what is read, whatever it is', async () => {
    const column = fc.oneof(
      fc.uint8Array({ maxLength: 50 }),
      fc.uint32Array({ maxLength: 50 }),
      fc.int32Array({ maxLength: 50 }),
      fc.float64Array({ maxLength: 50 }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(column, { maxLength: 5 }), fc.boolean(), async (list, differences) => {
        const columns = Object.fromEntries(list.map((values, i) => [`section ${i}`, values]))
        const bytes = await write(columns, differences ? Object.keys(columns) : [])
        expect(await readAll(randomAccessSource(bytes))).toEqual(columns)
      }),
      { numRuns: 60 },
    )
  })

  test('may come in pieces of any length', async () => {
    const sink = memorySink()
    const writer = new ContainerWriter(sink, streamCodec, quietTask())
    await writer.begin()
    const long = Uint8Array.from({ length: BLOCK_ENTRIES.u8 * 2 }, (_, i) => i >> 8)
    await writer.bytes('text', [Uint8Array.of(1, 2), new Uint8Array(0), long, Uint8Array.of(9)])
    await writer.finish({})
    const { text } = await readAll(randomAccessSource(sink.bytes()))
    expect(text!.length).toBe(long.length + 3)
    expect([...text!.subarray(0, 3), text!.at(-1)]).toEqual([1, 2, 0, 9])
  })

  test('is read by questions that come later, section by section', async () => {
    const bytes = await write(SMALL)
    const ranges: [number, number][] = []
    const source = randomAccessSource(bytes)
    const read = async (from: number, to: number) => {
      ranges.push([from, to])
      return bytes.slice(from, to)
    }
    const reader = await open({ ...source, read })
    const before = ranges.length
    await reader.words('words', quietTask())
    expect(ranges.slice(before).length).toBe(1)
  })
})

describe('a damaged container', () => {
  let bytes: Uint8Array

  beforeAll(async () => {
    bytes = await write(SMALL, ['words'])
  })

  async function refusal(damaged: Uint8Array): Promise<HeapError> {
    const error: unknown = await readAll(randomAccessSource(damaged)).then(
      () => null,
      (reason: unknown) => reason,
    )
    expect(error).toBeInstanceOf(HeapError)
    return error as HeapError
  }

  test('is refused whichever bit is wrong, and the place is named', async () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice()
      damaged[bit >>> 3]! ^= 1 << (bit & 7)
      const { code, message, place } = await refusal(damaged)
      expect(['bad-container', 'cut-off']).toContain(code)
      expect(message).toMatch(/^[A-Z][^\n]{10,300}\.$/)
      expect(place!.byte).toBeLessThanOrEqual(bytes.length)
    }
  })

  test('names the section that is damaged and where its block begins', async () => {
    const { sections } = (await open(randomAccessSource(bytes))).contents
    for (const { name, blocks } of sections) {
      for (const { from, bytes: length } of blocks) {
        const damaged = bytes.slice()
        damaged[from + length - 1]! ^= 1
        expect((await refusal(damaged)).place).toEqual({ section: name, byte: from })
      }
    }
  })

  test('is refused wherever it is cut', async () => {
    for (let length = 0; length < bytes.length; length++) {
      expect((await refusal(bytes.subarray(0, length))).code).toBe('cut-off')
    }
  })

  test('is refused when something follows it, even another container', async () => {
    expect((await refusal(Uint8Array.of(...bytes, 0))).code).toBe('cut-off')
    expect((await refusal(Uint8Array.of(...bytes, ...bytes))).code).toBe('bad-container')
  })

  test('never does anything but refuse, whatever is done to it', async () => {
    const edit = fc.record({
      at: fc.nat({ max: bytes.length - 1 }),
      kind: fc.constantFrom('set', 'insert', 'delete', 'repeat'),
      byte: fc.nat({ max: 255 }),
      length: fc.integer({ min: 1, max: 60 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
        const list = [...bytes]
        for (const { at, kind, byte, length } of edits) {
          if (kind === 'set') list[at % list.length] = byte
          else if (kind === 'insert') list.splice(at, 0, byte)
          else if (kind === 'delete') list.splice(at, length)
          else list.splice(at, 0, ...list.slice(at, at + length))
        }
        const damaged = Uint8Array.from(list)
        fc.pre(Buffer.compare(damaged, bytes) !== 0)
        await refusal(damaged)
      }),
      { numRuns: 1000 },
    )
  })
})

test('a file that becomes shorter while it is open is said to be cut off', async () => {
  const bytes = await write(SMALL)
  let end = bytes.length
  const read = async (from: number, to: number) => bytes.slice(from, Math.min(to, end))
  const reader = await open({ ...randomAccessSource(bytes), read })
  end = 20
  await expect(reader.words('words', quietTask())).rejects.toMatchObject({ code: 'cut-off' })
})

test('writing and reading stop when they are cancelled', async () => {
  const cancelled = { aborted: true }
  const writer = new ContainerWriter(memorySink(), streamCodec, restlessTask(cancelled).task)
  await writer.begin()
  await expect(writer.column('words', Uint32Array.of(1))).rejects.toMatchObject({ code: 'cancelled' })
  const reader = await open(randomAccessSource(await write(SMALL)))
  await expect(reader.words('words', restlessTask(cancelled).task)).rejects.toMatchObject({
    code: 'cancelled',
  })
})

test('a section of another type, or none, is said to be damaged', async () => {
  const reader = await open(randomAccessSource(await write(SMALL)))
  await expect(reader.words('bytes', quietTask())).rejects.toMatchObject({
    code: 'bad-container',
    message: expect.stringContaining('has entries of type u8 instead of u32') as string,
  })
  await expect(reader.words('absent', quietTask())).rejects.toMatchObject({ code: 'bad-container' })
})

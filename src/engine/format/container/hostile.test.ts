import { deflateRawSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { memorySink, randomAccessSource } from '../../testing/memory-container.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { reseal, unseal } from '../../testing/reseal.ts'
import { crc32 } from './crc32.ts'
import { randomAccess } from './random-access.ts'
import { ContainerReader } from './reader.ts'
import { streamCodec } from './stream-codec.ts'
import { upgraderFrom, VERSION } from './version.ts'
import { ContainerWriter } from './writer.ts'

/** Containers whose checksums are right and whose contents are not. */
let good: Uint8Array

beforeAll(async () => {
  const sink = memorySink()
  const writer = new ContainerWriter(sink, streamCodec, quietTask())
  await writer.begin()
  await writer.column(
    'words',
    Uint32Array.from({ length: 100 }, (_, i) => i * 1000),
  )
  await writer.finish({ a: 1 })
  good = sink.bytes()
})

interface LooseContents {
  meta: unknown
  sections: { name: unknown; type: unknown; count: unknown; differences: unknown; blocks: unknown }[]
}

function withContents(edit: (contents: LooseContents) => unknown): Uint8Array {
  const parts = unseal(good)
  const contents = JSON.parse(parts.contents) as LooseContents
  return reseal(good, { ...parts, contents: JSON.stringify(edit(contents) ?? contents) })
}

async function openWords(bytes: Uint8Array): Promise<Uint32Array> {
  const source = randomAccessSource(bytes)
  const reader = await ContainerReader.open(
    await randomAccess(source, source.chunks(), quietTask()),
    streamCodec,
  )
  return reader.words('words', quietTask())
}

test('what was only taken apart and sealed again opens', async () => {
  expect((await openWords(withContents(() => undefined)))[99]).toBe(99_000)
})

const first = (contents: LooseContents) => contents.sections[0]!

test.each<[string, (contents: LooseContents) => unknown]>([
  ['no object', () => []],
  ['a single word', () => false],
  ['no meta', (c) => ({ ...c, meta: undefined })],
  ['no sections', (c) => ({ ...c, sections: 7 })],
  ['a section that is none', (c) => ({ ...c, sections: [3] })],
  ['a section twice', (c) => ({ ...c, sections: [...c.sections, first(c)] })],
  ['a name that is none', (c) => void (first(c).name = 5)],
  ['an unknown type', (c) => void (first(c).type = 'u64')],
  ['a count below 0', (c) => void (first(c).count = -1)],
  ['a count with a fraction', (c) => void (first(c).count = 99.5)],
  ['a count past what its bytes can hold', (c) => void (first(c).count = 200_000)],
  ['a count past all blocks', (c) => void (first(c).count = 2 ** 40)],
  ['a count nobody can hold', (c) => void (first(c).count = 2 ** 60)],
  ['blocks that are none', (c) => void (first(c).blocks = {})],
  ['a block too few', (c) => void (first(c).blocks = [])],
  ['a width of 0', (c) => void ((first(c).blocks as number[])[2] = 0)],
  ['a width of 5', (c) => void ((first(c).blocks as number[])[2] = 5)],
  ['another width', (c) => void ((first(c).blocks as number[])[2] = 4)],
  ['a longer block', (c) => void (first(c).blocks as number[])[0]!++],
  ['a shorter block', (c) => void (first(c).blocks as number[])[0]!--],
  ['differences that are none', (c) => void (first(c).differences = 'no')],
])('contents with %s are refused', async (_, edit) => {
  await expect(openWords(withContents(edit))).rejects.toMatchObject({ code: 'bad-container' })
})

test('contents that are not JSON are refused', async () => {
  const bytes = reseal(good, { ...unseal(good), contents: '{"meta"' })
  await expect(openWords(bytes)).rejects.toMatchObject({ code: 'bad-container' })
})

test('a block that opens to more than it says is refused before it is large', async () => {
  const bomb = deflateRawSync(new Uint8Array(1 << 28))
  const contents = JSON.stringify({
    meta: {},
    sections: [
      { name: 'words', type: 'u32', count: 100, differences: false, blocks: [bomb.length, crc32(bomb), 2] },
    ],
  })
  const before = process.memoryUsage().rss
  await expect(openWords(reseal(good, { version: VERSION, blocks: bomb, contents }))).rejects.toMatchObject({
    code: 'bad-container',
  })
  expect(process.memoryUsage().rss - before).toBeLessThan(64 << 20)
})

test('a newer version is refused in one sentence, and one that never was too', async () => {
  await expect(openWords(reseal(good, { ...unseal(good), version: VERSION + 1 }))).rejects.toMatchObject({
    code: 'too-new',
    message: `This container has format version ${VERSION + 1} and this program reads up to ${VERSION}; get a newer Heapscope.`,
  })
  await expect(openWords(reseal(good, { ...unseal(good), version: 0 }))).rejects.toMatchObject({
    code: 'bad-container',
  })
})

test('contents of an old version pass through every upgrader from there on', () => {
  const say = (word: string) => (contents: object) => ({
    ...contents,
    said: [...(contents as { said: string[] }).said, word],
  })
  const upgraders = [say('1 to 2'), say('2 to 3'), say('3 to 4')]
  expect(upgraderFrom(2, upgraders)({ said: [] })).toEqual({ said: ['2 to 3', '3 to 4'] })
  expect(upgraderFrom(4, upgraders)({ said: [] })).toEqual({ said: [] })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ByteSource } from '#engine/format/source.ts'
import { type FilePart, partSource, waitingSource } from './file-source.ts'

/** Longer than two chunks of either kind, and no whole number of them. */
const BYTES = Uint8Array.from({ length: (5 << 19) + 7 }, (_, i) => (i ^ (i >>> 8)) & 0xff)

let folder: string
let path: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-source-'))
  path = join(folder, 'bytes')
  writeFileSync(path, BYTES)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function bytesOf(source: ByteSource, from?: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  // Copied at once: the source takes the chunk back.
  for await (const chunk of source.chunks(from)) chunks.push(chunk.slice())
  return Buffer.concat(chunks)
}

const KINDS: readonly (readonly [string, (part: FilePart) => ByteSource])[] = [
  ['that reads ahead', (part) => partSource('capture', part, BYTES.length)],
  ['that waits', waitingSource],
]

describe.each(KINDS)('a source %s', (_, sourceOf) => {
  test('gives a file whole', async () => {
    const found = await bytesOf(sourceOf({ path, from: 0, to: Infinity }))
    expect(found.equals(BYTES)).toBe(true)
  })

  test('gives the rest of a part of it', async () => {
    const [from, to, at] = [11, BYTES.length - 13, 1_000_003]
    const found = await bytesOf(sourceOf({ path, from, to }), at)
    expect(found.equals(BYTES.subarray(from + at, to))).toBe(true)
  })

  test('gives nothing behind the end', async () => {
    expect(await bytesOf(sourceOf({ path, from: 0, to: 100 }), 100)).toHaveLength(0)
    expect(await bytesOf(sourceOf({ path, from: 0, to: Infinity }), BYTES.length + 1)).toHaveLength(0)
  })

  test('says that a file is gone', async () => {
    const source = sourceOf({ path: join(folder, 'gone'), from: 0, to: Infinity })
    await expect(bytesOf(source)).rejects.toThrow('There is no such file; check the path.')
  })
})

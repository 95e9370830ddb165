import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Scratch } from '../scratch.ts'
import type { Io } from '../io.ts'
import { Collector } from '../testing/memory-io.ts'
import { receive } from './receive.ts'

const capture = readFileSync(
  join(import.meta.dirname, '../../../fixtures/captures/node-24.9.0-target.heapsnapshot.gz'),
)
let folder: string
const io: Io = {
  stdin: (async function* none() {})(),
  stdout: new Collector(undefined),
  stderr: new Collector(undefined),
  environment: {},
  scratch: new Scratch(),
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-receive-'))
})

afterAll(() => rmSync(folder, { recursive: true }))

/** Bytes in pieces, one at a turn. */
async function* sending(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 10_000) {
    yield bytes.subarray(i, i + 10_000)
    await turn()
  }
}

test('what is sent is read while it is written', async () => {
  const file = join(folder, 'a.heapsnapshot.gz')
  const { bytes, opening } = await receive(sending(capture), 'a', file, io)
  expect(bytes).toBe(capture.length)
  expect(readFileSync(file).equals(capture)).toBe(true)
  expect((await opening).summary()).toMatchObject({ file: 'a', nodes: 63_899 })
})

test('what cannot be read is kept whole all the same', async () => {
  const file = join(folder, 'b.heapsnapshot')
  const nothing = new Uint8Array(1_000_000).fill(120)
  const { opening } = await receive(sending(nothing), 'b', file, io)
  await expect(opening).rejects.toThrow(/^b: /)
  expect(readFileSync(file).equals(nothing)).toBe(true)
})

test('what ends before its time leaves no file, and its error is told', async () => {
  const file = join(folder, 'c.heapsnapshot.gz')
  const ending = (async function* ending() {
    yield* sending(capture.subarray(0, 100_000))
    throw new Error('It ended.')
  })()
  await expect(receive(ending, 'c', file, io)).rejects.toThrow('It ended.')
  expect(readdirSync(folder).filter((name) => name.includes('c.'))).toEqual([])
})

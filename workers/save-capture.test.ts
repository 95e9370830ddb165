import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { HeapError } from '#engine/base/error.ts'
import { MAGIC } from '#engine/format/container/layout.ts'
import type { Session } from '#engine/session.ts'
import { blobSource } from './blob-source.ts'
import type { PartFile } from './part-file.ts'
import { saveCapture, type Saving } from './save-capture.ts'

const session: Pick<Session, 'save'> = {
  async save(sink, making) {
    await sink.write(new TextEncoder().encode(`container of ${making.contentHash}`))
    return 9
  },
}

/** A part in memory, and what became of it. */
function part(broken: Partial<PartFile> = {}) {
  const file = { text: '', end: '' }
  const open = async (): Promise<PartFile> => ({
    write: async (bytes) => void (file.text += new TextDecoder('latin1').decode(bytes)),
    close: () => void (file.end = 'closed'),
    discard: async () => void (file.end = 'discarded'),
    ...broken,
  })
  return { file, open }
}

function saving(open: Saving['open'], signal = new AbortController().signal): Saving {
  const host: Saving['host'] = (progress) => ({ now: () => 0, pause: async () => {}, progress })
  return { host, open, report() {}, signal }
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest()
const hashOf = (bytes: Uint8Array | string) => sha256(sha256(bytes)).toString('hex')

test('a capture is written as a container that names the content of its file', async () => {
  const { file, open } = part()
  const source = blobSource(new Blob(['a capture']), 'a.heapsnapshot')
  expect(await saveCapture({ session, source }, saving(open))).toEqual({
    contentHash: hashOf('a capture'),
    bytes: 9,
  })
  expect(file).toEqual({ text: `container of ${hashOf('a capture')}`, end: 'closed' })
})

test('what is a container already is copied byte by byte, whatever it is called', async () => {
  const { file, open } = part()
  const bytes = new Uint8Array([...MAGIC, 1, 2, 3, 200])
  const source = blobSource(new Blob([bytes]), 'a.heapsnapshot')
  expect(await saveCapture({ session, source }, saving(open))).toEqual({
    contentHash: hashOf(bytes),
    bytes: bytes.length,
  })
  expect(file).toEqual({ text: new TextDecoder('latin1').decode(bytes), end: 'closed' })
})

test('nothing stays of what is cancelled', async () => {
  const cancelled = AbortSignal.abort()
  for (const content of ['a capture', new Uint8Array(MAGIC)]) {
    const { file, open } = part()
    const source = blobSource(new Blob([content]), 'a')
    const failure = await saveCapture({ session, source }, saving(open, cancelled)).catch(
      (error: HeapError) => error.code,
    )
    expect(failure).toBe('cancelled')
    expect(file.end).toBe('discarded')
  }
})

test('nothing stays of what cannot be written, and the reason is not hidden by clearing away', async () => {
  const discard = async () => Promise.reject(new Error('cannot be deleted'))
  const { open } = part({ write: async () => Promise.reject(new Error('full')), discard })
  const source = blobSource(new Blob(['a capture']), 'a')
  await expect(saveCapture({ session, source }, saving(open))).rejects.toThrow('full')
})

test('it tells how far it is from the first byte that is hashed to the last that is written', async () => {
  const seen: number[] = []
  const { open } = part()
  const slow: Pick<Session, 'save'> = {
    save: async (_sink, _making, host) => {
      for (const done of [0, 5, 10]) host.progress?.({ phase: 'write', done, total: 10 })
      return 1
    },
  }
  const source = blobSource(new Blob(['a capture']), 'a')
  await saveCapture({ session: slow, source }, { ...saving(open), report: (done) => seen.push(done) })
  expect(seen.at(-1)).toBe(1)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
})

import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { Upload } from '@tus/server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BlobStore, ByteRange } from '../store/blob-store.ts'
import { idOf } from './share-store-contract.ts'

/** What every store of sealed files does. */
export function describeBlobStore(
  open: () => Promise<{ blobs: BlobStore; close: () => Promise<void> }>,
): void {
  describe('a store of sealed files', () => {
    const bytes = randomBytes(300_000)
    let blobs: BlobStore
    let close: () => Promise<void>

    beforeEach(async () => ({ blobs, close } = await open()))
    afterEach(() => close())

    /** Uploads as tus does: begins, then writes in two parts. */
    async function put(id: string, content = bytes): Promise<void> {
      await blobs.uploads.create(new Upload({ id, size: content.length, offset: 0 }))
      const half = content.length >> 1
      expect(await blobs.uploads.write(Readable.from([content.subarray(0, half)]), id, 0)).toBe(half)
      expect((await blobs.uploads.getUpload(id)).offset).toBe(half)
      expect(await blobs.uploads.write(Readable.from([content.subarray(half)]), id, half)).toBe(
        content.length,
      )
      await blobs.sync(id)
    }

    async function read(id: string, range: ByteRange | null): Promise<Buffer> {
      return await buffer(await blobs.read(id, range))
    }

    async function listed(before: number): Promise<string[]> {
      const ids: string[] = []
      for await (const id of blobs.list(new Date(before))) ids.push(id)
      return ids.sort()
    }

    test('gives back what was uploaded, whole and in parts', async () => {
      await put(idOf(1))
      expect(await blobs.size(idOf(1))).toBe(bytes.length)
      expect((await read(idOf(1), null)).equals(bytes)).toBe(true)
      const ranges = [
        { start: 0, end: 0 },
        { start: 0, end: bytes.length - 1 },
        { start: 149_990, end: 150_010 },
        { start: bytes.length - 1, end: bytes.length - 1 },
      ]
      for (const range of ranges) {
        const part = bytes.subarray(range.start, range.end + 1)
        expect((await read(idOf(1), range)).equals(part), JSON.stringify(range)).toBe(true)
      }
    })

    test('a reader that goes away stops the reading', async () => {
      await put(idOf(1))
      const reader = (await blobs.read(idOf(1), null)).getReader()
      await reader.read()
      await expect(reader.cancel()).resolves.toBeUndefined()
    })

    test('keeps uploads apart', async () => {
      await put(idOf(1))
      await put(idOf(2), bytes.subarray(0, 10))
      await blobs.remove(idOf(1))
      expect(await blobs.size(idOf(1))).toBeNull()
      expect((await read(idOf(2), null)).equals(bytes.subarray(0, 10))).toBe(true)
    })

    test('removes whole and begun ones, and what is not there', async () => {
      await put(idOf(1))
      await blobs.uploads.create(new Upload({ id: idOf(2), size: 10, offset: 0 }))
      for (const id of [idOf(1), idOf(2), idOf(3), idOf(1)]) await blobs.remove(id)
      expect(await listed(Date.now() + 60_000)).toEqual([])
      await expect(blobs.uploads.getUpload(idOf(2))).rejects.toBeDefined()
    })

    test('what is not there cannot be made safe', async () => {
      await expect(blobs.sync(idOf(1))).rejects.toThrow(/./)
    })

    test('lists what was begun before a time', async () => {
      await put(idOf(2))
      await blobs.uploads.create(new Upload({ id: idOf(1), size: 10, offset: 0 }))
      expect(await listed(Date.now() - 60_000)).toEqual([])
      expect(await listed(Date.now() + 60_000)).toEqual([idOf(1), idOf(2)])
    })

    test('says that it is ready', async () => {
      await expect(blobs.ready()).resolves.toBeUndefined()
    })
  })
}

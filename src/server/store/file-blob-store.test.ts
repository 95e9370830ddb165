import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { describeBlobStore } from '../testing/blob-store-contract.ts'
import { FileBlobStore } from './file-blob-store.ts'
import { StoreUnavailable } from './share-store.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-blobs-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describeBlobStore(async () => ({
  blobs: await FileBlobStore.open(join(folder, 'blobs')),
  close: async () => undefined,
}))

test.skipIf(process.platform === 'win32')('its folder is for this user alone', async () => {
  await FileBlobStore.open(join(folder, 'a', 'blobs'))
  expect(statSync(join(folder, 'a', 'blobs')).mode & 0o777).toBe(0o700)
})

test.each(['../secret', '..', '', 'a/b', '/etc/passwd', 'x'.repeat(21), `${'x'.repeat(21)}.`, '\0'])(
  'no name but an id leads to a file: %j',
  async (name) => {
    writeFileSync(join(folder, 'secret'), 'secret')
    const blobs = await FileBlobStore.open(join(folder, 'blobs'))
    for (const ask of [blobs.size(name), blobs.read(name, null), blobs.sync(name), blobs.remove(name)]) {
      await expect(ask).rejects.toThrow(/./)
    }
    expect(existsSync(join(folder, 'secret'))).toBe(true)
  },
)

test('files of others in its folder are not listed', async () => {
  const blobs = await FileBlobStore.open(folder)
  writeFileSync(join(folder, 'notes.txt'), 'x')
  writeFileSync(join(folder, `${'a'.repeat(22)}.json`), '{}')
  const ids: string[] = []
  for await (const id of blobs.list(new Date(Date.now() + 60_000))) ids.push(id)
  expect(ids).toEqual(['a'.repeat(22)])
  await blobs.remove('a'.repeat(22))
  expect(readdirSync(folder)).toEqual(['notes.txt'])
})

test('a folder that cannot be made is said to be unavailable', async () => {
  writeFileSync(join(folder, 'file'), '')
  await expect(FileBlobStore.open(join(folder, 'file', 'blobs'))).rejects.toThrow(StoreUnavailable)
})

import { randomBytes, randomUUID } from 'node:crypto'
import process from 'node:process'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ERRORS, Upload } from '@tus/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readSettings, type S3Settings } from '../settings.ts'
import { describeBlobStore } from '../testing/blob-store-contract.ts'
import { MOTO_PYTHON, type RunningS3, startMoto } from '../testing/moto.ts'
import { S3_BUCKET, S3_KEY, startS3, type TestS3 } from '../testing/s3.ts'
import { idOf } from '../testing/share-store-contract.ts'
import { S3BlobStore } from './s3-blob-store.ts'
import { PART_BYTES } from './s3-uploads.ts'
import { StoreUnavailable } from './share-store.ts'

function settingsFor({ endpoint }: RunningS3, more: Partial<S3Settings> = {}): S3Settings {
  return {
    bucket: S3_BUCKET,
    region: 'us-east-1',
    endpoint,
    credentials: S3_KEY,
    prefix: '',
    forcePathStyle: true,
    ...more,
  }
}

describeBlobStore(async () => {
  const s3 = await startS3({ pageSize: 2 })
  return { blobs: new S3BlobStore(settingsFor(s3, { prefix: 'shares/' })), close: () => s3.stop() }
})

describe.skipIf(!MOTO_PYTHON)('in the store of others that the tests start', () => {
  let moto: RunningS3
  beforeAll(async () => void (moto = await startMoto(MOTO_PYTHON ?? '')))
  afterAll(() => moto.stop())
  describeBlobStore(() => openApart(settingsFor(moto)))
})

// Whoever has a store of their own can hold it, and us, to the same.
describe.each(process.env['HEAPSCOPE_TEST_S3'] ? [readSettings(process.env).settings.s3] : [])(
  'in the store that the environment names',
  (named) => {
    if (!named)
      throw new Error('HEAPSCOPE_TEST_S3 wants S3_BUCKET, S3_ENDPOINT and a key of a store for tests.')
    describeBlobStore(() => openApart(named))
  },
)

/** Beside what others keep in the same bucket, and leaves nothing. */
function openApart(settings: S3Settings) {
  const blobs = new S3BlobStore({ ...settings, prefix: `heapscope-test-${randomUUID()}/` })
  const close = async () => {
    for await (const id of blobs.list(new Date(Date.now() + 60_000))) await blobs.remove(id)
  }
  return Promise.resolve({ blobs, close })
}

describe('sealed files in S3', () => {
  /** Two whole parts and a rest. */
  const bytes = randomBytes(2 * PART_BYTES + 1_000_003)
  const id = idOf(1)
  let s3: TestS3
  let one: S3BlobStore
  let other: S3BlobStore

  beforeEach(async () => {
    s3 = await startS3({ pageSize: 2 })
    one = new S3BlobStore(settingsFor(s3))
    other = new S3BlobStore(settingsFor(s3))
  })
  afterEach(() => s3.stop())

  const begin = (blobs = one) => blobs.uploads.create(new Upload({ id, size: bytes.length, offset: 0 }))
  const write = (from: number, to: number, blobs = one) =>
    blobs.uploads.write(Readable.from(pieces(bytes.subarray(from, to))), id, from)
  const offset = async (blobs = one) => (await blobs.uploads.getUpload(id)).offset
  const whole = async (blobs: S3BlobStore) => (await buffer(await blobs.read(id, null))).equals(bytes)
  const list = async (blobs = one, before = Date.now() + 60_000) => {
    const ids: string[] = []
    for await (const name of blobs.list(new Date(before))) ids.push(name)
    return ids
  }

  test('go on at another instance after any number of bytes', async () => {
    await begin()
    let at = 0
    for (const [i, to] of [1, 100, PART_BYTES + 7, PART_BYTES + 8, bytes.length].entries()) {
      const blobs = i % 2 ? one : other
      expect(await offset(blobs)).toBe(at)
      at = await write(at, to, blobs)
      expect(at).toBe(to)
    }
    await other.sync(id)
    expect(await one.size(id)).toBe(bytes.length)
    expect(await whole(one)).toBe(true)
    expect(await whole(other)).toBe(true)
    expect(await offset(one)).toBe(bytes.length)
  })

  test('deleted by one instance are gone for those that remember them, begun or whole', async () => {
    await begin()
    await write(0, 100)
    await other.remove(id)
    await expect(offset()).rejects.toBe(ERRORS.FILE_NOT_FOUND)
    await begin()
    await write(0, bytes.length)
    expect(await offset(other)).toBe(bytes.length)
    await one.remove(id)
    await expect(offset(other)).rejects.toBe(ERRORS.FILE_NOT_FOUND)
    expect(s3.bucket.objects.size + s3.bucket.uploads.size).toBe(0)
  })

  test('are put together later where that failed at the end', async () => {
    await begin()
    s3.refuse('POST uploadId')
    await expect(write(0, bytes.length)).rejects.toThrow(StoreUnavailable)
    expect(await offset(other)).toBe(bytes.length)
    expect(await other.size(id)).toBeNull()
    await expect(other.sync(id)).rejects.toThrow(StoreUnavailable)
    s3.refuse(null)
    await Promise.all([one.sync(id), other.sync(id)])
    expect(await whole(other)).toBe(true)
    await one.sync(id)
  })

  test('are not whole before the last byte', async () => {
    await begin()
    await write(0, bytes.length - 1)
    await expect(one.sync(id)).rejects.toThrow(StoreUnavailable)
    expect(await one.size(id)).toBeNull()
    await write(bytes.length - 1, bytes.length)
    await one.sync(id)
    expect(await whole(other)).toBe(true)
  })

  test('a store that is down is unavailable and no upload is gone; it goes on when the store is back', async () => {
    await begin()
    await write(0, 100)
    await s3.halt()
    const attempts: (() => Promise<unknown>)[] = [
      () => one.size(id),
      () => one.read(id, null),
      () => one.remove(id),
      () => one.sync(id),
      () => one.ready(),
      () => list(),
      () => offset(),
      // An instance that has not seen it yet.
      () => offset(other),
      () => write(100, 200),
      () => begin(),
    ]
    for (const attempt of attempts) await expect(attempt()).rejects.toThrow(StoreUnavailable)
    await s3.resume()
    await one.ready()
    expect(await offset(other)).toBe(100)
    await write(100, bytes.length, other)
    await one.sync(id)
    expect(await whole(one)).toBe(true)
  })

  test('a wrong key, secret or bucket is said without the secret', async () => {
    const wrong: Partial<S3Settings>[] = [
      { credentials: { ...S3_KEY, secretAccessKey: 'hidden-secret' } },
      { credentials: { accessKeyId: 'nobody', secretAccessKey: 'hidden-secret' } },
      { bucket: 'another' },
    ]
    for (const more of wrong) {
      const error: unknown = await new S3BlobStore(settingsFor(s3, more))
        .ready()
        .catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(StoreUnavailable)
      expect(String(error)).not.toContain('hidden-secret')
    }
  })

  test('a reader that goes away in the middle ends the connection to the store', async () => {
    await begin()
    await write(0, bytes.length)
    const reader = (await one.read(id, null)).getReader()
    await reader.read()
    await reader.cancel()
    // The server's sockets close only when nobody reads from them any more.
    await s3.halt()
    await s3.resume()
    expect(await whole(one)).toBe(true)
  })

  test('lists what is there by its begin, over several pages and beside what others keep', async () => {
    for (const number of [1, 2, 3]) {
      await one.uploads.create(new Upload({ id: idOf(number), size: 10, offset: 0 }))
    }
    await one.uploads.write(Readable.from([Buffer.alloc(10)]), idOf(2), 0)
    // An instance that ended between two steps of beginning.
    s3.bucket.begin(idOf(4), {})
    await s3.bucket.put('notes.txt', Readable.from(['x']), {})
    expect(await list()).toEqual([1, 2, 3, 4].map(idOf))
    expect(await list(one, Date.now() - 60_000)).toEqual([])
    for (const number of [1, 2, 3, 4]) await one.remove(idOf(number))
    expect([...s3.bucket.objects.keys()]).toEqual(['notes.txt'])
    expect(s3.bucket.uploads.size).toBe(0)
  })

  test('two servers may use one bucket under prefixes of their own', async () => {
    const apart = new S3BlobStore(settingsFor(s3, { prefix: 'apart/' }))
    await begin(apart)
    await write(0, bytes.length, apart)
    expect([...s3.bucket.objects.keys()].every((key) => key.startsWith('apart/'))).toBe(true)
    expect(await one.size(id)).toBeNull()
    expect(await list(one)).toEqual([])
    expect(await list(apart)).toEqual([id])
    expect(await whole(apart)).toBe(true)
    await apart.remove(id)
    expect(s3.bucket.objects.size).toBe(0)
  })

  test.each(['../x', '', 'a', `${id}.info`])('no name but an id leads to an object: %j', async (name) => {
    await expect(one.size(name)).rejects.toThrow(/./)
    await expect(one.read(name, null)).rejects.toThrow(/./)
    await expect(one.sync(name)).rejects.toThrow(/./)
    await expect(one.remove(name)).rejects.toThrow(/./)
  })
})

/** As they come from a socket. */
function* pieces(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

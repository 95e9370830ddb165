import type { Readable } from 'node:stream'
import type { S3, S3ClientConfig } from '@aws-sdk/client-s3'
import { S3Store } from '@tus/s3-store'
import { ERRORS, type Upload } from '@tus/server'
import type { S3Settings } from '../settings.ts'
import { isMissing, s3Error } from './s3-error.ts'
import { UploadNotes } from './upload-notes.ts'

/** Uploads are kept in parts of at least so many bytes: what S3 allows, and what an instance keeps on disk for each. */
export const PART_BYTES = 8 * 2 ** 20

/**
 * How many parts of all uploads may be on their way through temporary files, from the first byte that a client sends to
 * the answer of S3: 2 GB. Slow clients hold theirs for long, and further uploads wait.
 */
const PARTS_AT_ONCE = 256

/** How long an answer may take to begin, and a connection to open, in ms. */
const ANSWER_MS = 30_000
const CONNECT_MS = 5_000
/** Downloads hold a connection each for as long as they run. */
const CONNECTIONS = 2_000

/**
 * tus' own store, with what several instances need: what one of them remembers may not outlive what another deleted,
 * and a store that cannot be reached is not an upload that is gone, which clients would begin anew.
 */
export class S3Uploads extends S3Store {
  readonly #bucket: string

  constructor({ bucket, prefix, ...settings }: S3Settings) {
    super({
      partSize: PART_BYTES,
      maxConcurrentPartUploads: PARTS_AT_ONCE,
      useTags: false,
      cache: new UploadNotes(),
      s3ClientConfig: { bucket, ...clientConfig(settings) },
    })
    // Lengths are known from the start, and when an upload is too old is for the records to say.
    this.extensions = ['creation', 'creation-with-upload', 'termination']
    this.#bucket = bucket
    if (prefix) putBefore(prefix, this.client)
  }

  get s3(): S3 {
    return this.client
  }

  override async create(upload: Upload): Promise<Upload> {
    return await outside(() => super.create(upload))
  }

  override async write(bytes: Readable, id: string, offset: number): Promise<number> {
    return await outside(() => super.write(bytes, id, offset))
  }

  override async getUpload(id: string): Promise<Upload> {
    return await outside(async () => {
      // The library calls every failure of this a missing upload.
      const isKnown = await this.getMetadata(id).then(() => true, unlessMissing)
      const upload = isKnown ? await super.getUpload(id) : null
      // Without parts it is either whole or deleted by another instance; the library takes it to be whole.
      if (upload && (upload.offset !== upload.size || (await this.isThere(id, upload.size)))) return upload
      await this.clearCache(id)
      // tus' errors are plain values.
      return await Promise.reject(ERRORS.FILE_NOT_FOUND)
    })
  }

  override async remove(id: string): Promise<void> {
    await outside(() => super.remove(id))
  }

  /** Whether all bytes are there, in parts or put together. */
  private async isThere(id: string, bytes: number): Promise<boolean> {
    try {
      const { ContentLength } = await this.client.headObject({ Bucket: this.#bucket, Key: id })
      return ContentLength === bytes
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    try {
      return (await this.retrieveParts(id)).length > 0
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  /** Drops what is remembered of an upload. */
  async forget(id: string): Promise<void> {
    await this.clearCache(id)
  }

  /** Puts the parts of an upload together, where all of them are there and nobody has. @returns whether it did */
  async putTogether(id: string): Promise<boolean> {
    try {
      const notes = await this.getMetadata(id)
      const parts = await this.retrieveParts(id)
      const held = parts.reduce((sum, { Size }) => sum + (Size ?? 0), 0)
      if (held !== notes.file.size) return false
      await this.finishMultipartUpload(notes, parts)
      return true
    } catch (error) {
      // Somebody else has in the meantime, or deleted it.
      if (isMissing(error)) return false
      throw error
    }
  }
}

function unlessMissing(error: unknown): false {
  if (isMissing(error)) return false
  throw error
}

async function outside<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw s3Error(error)
  }
}

function clientConfig({
  region,
  endpoint,
  credentials,
  forcePathStyle,
}: Omit<S3Settings, 'bucket' | 'prefix'>): S3ClientConfig {
  return {
    region,
    forcePathStyle,
    ...(endpoint !== null && { endpoint }),
    ...(credentials !== null && { credentials }),
    // Many stores that speak S3 do not know the checksums that the SDK sends by itself; sealed files have their own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: CONNECTIONS },
      httpsAgent: { keepAlive: true, maxSockets: CONNECTIONS },
    },
  }
}

/** Lets every key begin with `prefix`, which tus' store does not know. */
function putBefore(prefix: string, client: S3): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const { input } = args
      const keyed = 'Key' in input && input.Key !== undefined
      return next(keyed ? { ...args, input: { ...input, Key: prefix + input.Key } } : args)
    },
    { step: 'initialize', name: 'prefix' },
  )
}

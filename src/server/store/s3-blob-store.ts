import { Readable } from 'node:stream'
import type { S3 } from '@aws-sdk/client-s3'
import { shareId } from '#protocol/share-api.ts'
import type { S3Settings } from '../settings.ts'
import type { BlobStore, ByteRange } from './blob-store.ts'
import { isMissing, s3Error } from './s3-error.ts'
import { S3Uploads } from './s3-uploads.ts'
import { StoreUnavailable } from './share-store.ts'

/** Sealed files in a bucket that several instances share: under its id each, with `.info` and `.part` of tus beside it. */
export class S3BlobStore implements BlobStore {
  readonly uploads: S3Uploads
  readonly #s3: S3
  readonly #bucket: string
  readonly #prefix: string

  constructor(settings: S3Settings) {
    this.uploads = new S3Uploads(settings)
    this.#s3 = this.uploads.s3
    this.#bucket = settings.bucket
    this.#prefix = settings.prefix
  }

  /** S3 answers when it has the bytes for good; only putting the parts together may still be due. */
  async sync(id: string): Promise<void> {
    shareId.parse(id)
    if ((await this.size(id)) !== null) return
    await outside(() => this.uploads.putTogether(id))
    if ((await this.size(id)) === null) throw new StoreUnavailable('A share is not whole in the S3 store.')
  }

  async size(id: string): Promise<number | null> {
    const Key = shareId.parse(id)
    try {
      const { ContentLength } = await this.#s3.headObject({ Bucket: this.#bucket, Key })
      return ContentLength ?? null
    } catch (error) {
      if (isMissing(error)) return null
      throw s3Error(error)
    }
  }

  async read(id: string, range: ByteRange | null): Promise<ReadableStream<Uint8Array>> {
    const Key = shareId.parse(id)
    const Range = range ? { Range: `bytes=${range.start}-${range.end}` } : {}
    const { Body } = await outside(() => this.#s3.getObject({ Bucket: this.#bucket, Key, ...Range }))
    // In Node it always is one; cancelling it ends the connection.
    if (!(Body instanceof Readable)) throw new StoreUnavailable('The S3 store answered without a body.')
    return Readable.toWeb(Body) as ReadableStream<Uint8Array>
  }

  /** Uploads that are not whole first, so that none becomes whole after the rest is gone. */
  async remove(id: string): Promise<void> {
    const key = shareId.parse(id)
    await outside(async () => {
      for await (const { uploadId } of this.#unfinished(key)) {
        const upload = { Bucket: this.#bucket, Key: key, UploadId: uploadId }
        await this.#s3.abortMultipartUpload(upload).catch(unlessMissing)
      }
      await Promise.all(
        [key, `${key}.info`, `${key}.part`].map((Key) =>
          this.#s3.deleteObject({ Bucket: this.#bucket, Key }),
        ),
      )
    })
    await this.uploads.forget(id)
  }

  /** O(objects in the bucket), in pages of a thousand. */
  async *list(before: Date): AsyncIterable<string> {
    // Names come in order, so those of one upload stand beside each other.
    let last = ''
    for await (const { id, time } of this.#stored()) {
      if (id !== last && time < before) {
        last = id
        yield id
      }
    }
    // What was given up before its notes were written.
    for await (const { id, time } of this.#unfinished('')) {
      if (time < before && (await this.#hasNoNotes(id))) yield id
    }
  }

  async ready(): Promise<void> {
    await outside(() => this.#s3.headBucket({ Bucket: this.#bucket }))
  }

  async *#stored(): AsyncIterable<{ id: string; time: Date }> {
    let token: string | undefined
    do {
      const more = token === undefined ? {} : { ContinuationToken: token }
      const page = await outside(() =>
        this.#s3.listObjectsV2({ Bucket: this.#bucket, Prefix: this.#prefix, ...more }),
      )
      for (const { Key, LastModified } of page.Contents ?? []) {
        const id = this.#idOf(Key)
        if (id !== null && LastModified) yield { id, time: LastModified }
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (token !== undefined)
  }

  async *#unfinished(key: string): AsyncIterable<{ id: string; uploadId: string; time: Date }> {
    let markers = {}
    for (;;) {
      const page = await outside(() =>
        this.#s3.listMultipartUploads({ Bucket: this.#bucket, Prefix: this.#prefix + key, ...markers }),
      )
      for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
        const id = this.#idOf(Key)
        if (id !== null && UploadId && Initiated) yield { id, uploadId: UploadId, time: Initiated }
      }
      if (!page.IsTruncated || !page.NextKeyMarker) return
      markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    }
  }

  async #hasNoNotes(id: string): Promise<boolean> {
    try {
      await this.#s3.headObject({ Bucket: this.#bucket, Key: `${id}.info` })
      return false
    } catch (error) {
      if (isMissing(error)) return true
      throw s3Error(error)
    }
  }

  /** Null for what others keep in the same bucket. */
  #idOf(key = ''): string | null {
    if (!key.startsWith(this.#prefix)) return null
    const id = key.slice(this.#prefix.length).replace(/\.(?:info|part)$/, '')
    return shareId.safeParse(id).data ?? null
  }
}

function unlessMissing(error: unknown): void {
  if (!isMissing(error)) throw error
}

async function outside<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw s3Error(error)
  }
}

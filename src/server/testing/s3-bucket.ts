import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Every part of an upload but the last has at least as many bytes, as Amazon has it. */
const LEAST_PART = 5 * 2 ** 20

/** An error as S3 names it. */
export class S3Error extends Error {
  readonly code: string
  readonly status: number

  constructor(code: string, status: number) {
    super(code)
    this.code = code
    this.status = status
  }
}

/** Bytes in a file of their own. */
export interface Piece {
  readonly file: string
  readonly size: number
  /** MD5, quoted. */
  readonly etag: string
  readonly modified: Date
  readonly metadata: Readonly<Record<string, string>>
}

export interface Multipart {
  readonly key: string
  readonly uploadId: string
  readonly begun: Date
  readonly metadata: Readonly<Record<string, string>>
  readonly parts: Map<number, Piece>
}

/** What one bucket holds, in a temporary folder. */
export class Bucket {
  readonly objects = new Map<string, Piece>()
  readonly uploads = new Map<string, Multipart>()
  readonly #folder = mkdtempSync(join(tmpdir(), 'heapscope-s3-'))

  async put(key: string, body: Readable, metadata: Record<string, string>): Promise<Piece> {
    const piece = await this.#write(body, metadata)
    await this.#replace(key, piece)
    return piece
  }

  object(key: string): Piece {
    const piece = this.objects.get(key)
    if (!piece) throw new S3Error('NoSuchKey', 404)
    return piece
  }

  async delete(key: string): Promise<void> {
    const piece = this.objects.get(key)
    this.objects.delete(key)
    if (piece) await rm(piece.file, { force: true })
  }

  /** At no moment is there neither the old nor the new. */
  async #replace(key: string, piece: Piece): Promise<void> {
    const before = this.objects.get(key)
    this.objects.set(key, piece)
    if (before) await rm(before.file, { force: true })
  }

  begin(key: string, metadata: Record<string, string>): Multipart {
    const uploadId = randomBytes(16).toString('hex')
    const upload = { key, uploadId, begun: new Date(), metadata, parts: new Map<number, Piece>() }
    this.uploads.set(uploadId, upload)
    return upload
  }

  upload(key: string, uploadId: string): Multipart {
    const upload = this.uploads.get(uploadId)
    if (!upload || upload.key !== key) throw new S3Error('NoSuchUpload', 404)
    return upload
  }

  async putPart(key: string, uploadId: string, number: number, body: Readable): Promise<Piece> {
    this.upload(key, uploadId)
    const piece = await this.#write(body, {})
    // It may have been ended in the meantime.
    this.upload(key, uploadId).parts.set(number, piece)
    return piece
  }

  async complete(key: string, uploadId: string, named: { number: number; etag: string }[]): Promise<Piece> {
    const upload = this.upload(key, uploadId)
    const parts = named.map(({ number, etag }, i) => {
      const part = upload.parts.get(number)
      if (!part || part.etag !== etag) throw new S3Error('InvalidPart', 400)
      if (number <= (named[i - 1]?.number ?? 0)) throw new S3Error('InvalidPartOrder', 400)
      if (i < named.length - 1 && part.size < LEAST_PART) throw new S3Error('EntityTooSmall', 400)
      return part
    })
    if (parts.length === 0) throw new S3Error('MalformedXML', 400)
    const file = this.#newFile()
    await writeFile(file, '')
    for (const part of parts) await appendFile(file, await readFile(part.file))
    const size = parts.reduce((sum, part) => sum + part.size, 0)
    const etag = `"${uploadId}-${parts.length}"`
    const piece = { file, size, etag, modified: new Date(), metadata: upload.metadata }
    // Another may have put the same parts together meanwhile.
    this.upload(key, uploadId)
    await this.#replace(key, piece)
    await this.abort(key, uploadId)
    return piece
  }

  async abort(key: string, uploadId: string): Promise<void> {
    const upload = this.upload(key, uploadId)
    this.uploads.delete(uploadId)
    for (const { file } of upload.parts.values()) await rm(file, { force: true })
  }

  destroy(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #write(body: Readable, metadata: Record<string, string>): Promise<Piece> {
    const file = this.#newFile()
    const hash = createHash('md5')
    let size = 0
    body.on('data', (chunk: Buffer) => {
      hash.update(chunk)
      size += chunk.length
    })
    await pipeline(body, createWriteStream(file))
    return { file, size, etag: `"${hash.digest('hex')}"`, modified: new Date(), metadata }
  }

  #newFile(): string {
    return join(this.#folder, randomBytes(12).toString('hex'))
  }
}

/** @param range as the header has it. @returns the bytes and what to say of them */
export function contentOf(piece: Piece, range: string | undefined) {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (first === undefined) return { stream: createReadStream(piece.file), status: 200, size: piece.size }
  const start = Number(first)
  const end = Math.min(last ? Number(last) : Infinity, piece.size - 1)
  if (start > end) throw new S3Error('InvalidRange', 416)
  return {
    stream: createReadStream(piece.file, { start, end }),
    status: 206,
    size: end - start + 1,
    contentRange: `bytes ${start}-${end}/${piece.size}`,
  }
}

import { createReadStream } from 'node:fs'
import { type About, frameOf } from '#engine/format/bundle/bundle.ts'
import type { ExpiryDays, ServerConfig } from '#protocol/share-api.ts'
import { hashOfToken, newDeletionToken } from '#sharing/deletion-token.ts'
import { newKey, seal } from '#sharing/seal.ts'
import { sealedLength } from '#sharing/sealed-layout.ts'
import { deleteShare, readInfo } from '#sharing/share-client.ts'
import { ShareError } from '#sharing/share-error.ts'
import { linkTo } from '#sharing/share-link.ts'
import { ShareUpload } from '#sharing/upload.ts'
import { beforeEnd } from '../before-end.ts'
import type { Io } from '../io.ts'
import { ProgressLine } from '../progress-line.ts'
import { formatBytes } from '../text.ts'
import type { PackedMember } from './pack.ts'
import { type ShareRecord, ShareRecords } from './share-records.ts'

export interface Sending {
  readonly server: string
  readonly config: ServerConfig
  readonly about: About
  readonly members: readonly PackedMember[]
  readonly expires: ExpiryDays
  readonly uploadToken: string | null
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Bundles, seals and uploads. What deletes the share is noted as soon as the server has taken it on; a signal, or a
 * failure, takes back what was begun.
 * @throws ShareError; OutputError
 */
export async function send(sending: Sending, io: Io): Promise<ShareRecord> {
  const { config, about, members, server } = sending
  const frame = frameOf(about, members)
  const bytes = sealedLength(frame.bytes)
  if (bytes > config.maxUploadBytes) {
    throw new ShareError(
      'too-big',
      `This would be ${formatBytes(bytes)}, and ${server} takes up to ${formatBytes(config.maxUploadBytes)}; share fewer captures at once.`,
    )
  }
  const key = newKey()
  const sealed = await io.scratch.write(
    counted(seal(bundled(frame, members), key), { phase: 'seal', total: bytes }, io),
  )
  return new Sender(sending, { path: sealed, bytes, key }, io).run()
}

interface SealedFile {
  readonly path: string
  readonly bytes: number
  readonly key: Uint8Array<ArrayBuffer>
}

/** One upload and what is noted of it. */
class Sender {
  readonly #sending: Sending
  readonly #file: SealedFile
  readonly #io: Io
  readonly #records: ShareRecords
  readonly #deletionToken = newDeletionToken()
  /** What the server has taken on. */
  #record: ShareRecord | null = null
  /** Notes are written one after the other. */
  #noted: Promise<void> = Promise.resolve()

  constructor(sending: Sending, file: SealedFile, io: Io) {
    this.#sending = sending
    this.#file = file
    this.#io = io
    this.#records = new ShareRecords(io.environment)
  }

  async run(): Promise<ShareRecord> {
    const { server, config, expires, uploadToken } = this.#sending
    const { path, bytes } = this.#file
    await this.#records.prepare()
    const progress = new ProgressLine(this.#io.stderr)
    const data = createReadStream(path)
    const deleteHash = await hashOfToken(this.#deletionToken)
    const upload = new ShareUpload(
      { server, config, data, bytes, expires, deleteHash, uploadToken, uploadUrl: null },
      {
        begun: (id) => this.#begun(id),
        progress: (done) => progress.show({ phase: 'upload', done, total: bytes }),
      },
    )
    // Deleting the share ends its upload too, and does not wait for requests that are stuck.
    const forget = beforeEnd(async () => {
      await upload.pause()
      await this.#takeBack()
    })
    try {
      await upload.run()
      return await this.#finished()
    } catch (error) {
      if (await this.#takeBack()) throw error
      throw new ShareError(
        'offline',
        `The connection to ${server} was lost before it had everything; share again later, and clear away what it has with heapscope unshare (heapscope shares lists it).`,
      )
    } finally {
      forget()
      progress.clear()
      data.destroy()
    }
  }

  #begun(id: string): void {
    // Where the server has lost what it had, the upload begins anew under another name.
    if (this.#record?.id === id) return
    const { server, about, members, expires } = this.#sending
    const { bytes, key } = this.#file
    const now = Date.now()
    this.#note({
      link: linkTo({ server, id, key }),
      server,
      id,
      deletionToken: this.#deletionToken,
      title: about.title,
      captures: members.map(({ name }) => name),
      bytes,
      created: new Date(now).toISOString(),
      expires: expires === 0 ? null : new Date(now + expires * DAY_MS).toISOString(),
      redacted: about.redacted,
      complete: false,
    })
  }

  #note(record: ShareRecord): void {
    this.#record = record
    this.#noted = this.#noted.then(() => this.#records.note(record))
    // Whoever waits for it hears of the failure.
    this.#noted.catch(() => {})
  }

  async #finished(): Promise<ShareRecord> {
    if (!this.#record) throw new ShareError('no-server', `${this.#sending.server} did not name the share.`)
    // The server's clock counts; the share is there even if it cannot be asked.
    const info = await readInfo(this.#record.server, this.#record.id).catch(() => null)
    this.#note({
      ...this.#record,
      ...(info && { created: info.created, expires: info.expires }),
      complete: true,
    })
    await this.#noted
    return this.#record
  }

  /**
   * Deletes what the server has. What cannot be deleted now stays noted, with what deletes it.
   * @returns whether nothing is left
   */
  async #takeBack(): Promise<boolean> {
    const record = this.#record
    if (!record) return true
    this.#record = null
    await this.#noted.catch(() => {})
    try {
      await deleteShare(record.server, record.id, record.deletionToken)
      await this.#records.forget(record)
      return true
    } catch {
      return false
    }
  }
}

async function* bundled(
  { head, tail }: ReturnType<typeof frameOf>,
  members: readonly PackedMember[],
): AsyncGenerator<Uint8Array> {
  yield head
  for (const member of members) yield* member.chunks()
  yield tail
}

/** The same bytes, counted on the progress line. */
async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  { phase, total }: { readonly phase: string; readonly total: number },
  io: Io,
): AsyncGenerator<Uint8Array> {
  const progress = new ProgressLine(io.stderr)
  let done = 0
  try {
    for await (const chunk of chunks) {
      done += chunk.length
      progress.show({ phase, done, total })
      yield chunk
    }
  } finally {
    progress.clear()
  }
}

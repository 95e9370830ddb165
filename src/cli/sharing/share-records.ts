import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { orOutputError, writeAll } from '../write-beside.ts'
import { dataFolder } from './data-folder.ts'

const shareRecord = z.object({
  /** With the key: who reads this can open the share. */
  link: z.string(),
  server: z.string(),
  id: z.string(),
  deletionToken: z.string(),
  title: z.string(),
  captures: z.array(z.string()),
  /** Length of the sealed file. */
  bytes: z.number(),
  /** ISO times; `expires` is null where it is kept for ever. */
  created: z.string(),
  expires: z.string().nullable(),
  redacted: z.boolean(),
  /** Whether the server has all of it. */
  complete: z.boolean(),
})
/** What is known here of a share that was made here. */
export type ShareRecord = z.infer<typeof shareRecord>

const forgotten = z.object({ server: z.string(), id: z.string(), forgotten: z.literal(true) })
const line = z.union([forgotten, shareRecord])

/** Which share it is. */
export type ShareName = Pick<ShareRecord, 'server' | 'id'>

export interface KnownShares {
  /** In the order they were made in. */
  readonly shares: readonly ShareRecord[]
  /** Lines that cannot be read: damaged, or of a later version. */
  readonly unreadable: number
}

/**
 * The shares that this user made on this machine, with what deletes them, in a file that only this user may read: lines of
 * JSON, of which the last about a share counts. Lines are only ever added, each in one write to the file's end, so that
 * several processes can do so at once without a lock, and one that ends in the middle harms no other line.
 */
export class ShareRecords {
  readonly path: string

  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.path = join(dataFolder(environment), 'shares.jsonl')
  }

  /** Notes a share, or what changed about it. Resolves when it is on disk. @throws OutputError */
  async note(record: ShareRecord): Promise<void> {
    await this.#add(record)
  }

  /** @throws OutputError */
  async forget({ server, id }: ShareName): Promise<void> {
    await this.#add({ server, id, forgotten: true })
  }

  async find({ server, id }: ShareName): Promise<ShareRecord | null> {
    const { shares } = await this.all()
    return shares.find((share) => share.server === server && share.id === id) ?? null
  }

  async all(): Promise<KnownShares> {
    const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return ''
      throw error
    })
    const shares = new Map<string, ShareRecord>()
    let unreadable = 0
    for (const each of text.split('\n')) {
      if (each === '') continue
      const read = line.safeParse(jsonOf(each))
      if (!read.success) {
        unreadable++
        continue
      }
      const name = `${read.data.server} ${read.data.id}`
      if ('forgotten' in read.data) shares.delete(name)
      else shares.set(name, read.data)
    }
    return { shares: [...shares.values()], unreadable }
  }

  /** Makes the file where there is none, so that nothing is shared whose deletion token has no place. @throws OutputError */
  async prepare(): Promise<void> {
    await this.#appending(async () => {})
  }

  async #add(what: z.infer<typeof line>): Promise<void> {
    await this.#appending(async (file) => {
      // The break comes first: a line that somebody could not finish stays a line of its own.
      await writeAll(file, new TextEncoder().encode(`\n${JSON.stringify(what)}`))
      await file.sync()
    })
  }

  async #appending(work: (file: FileHandle) => Promise<void>): Promise<void> {
    const append = async () => {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 })
      const file = await open(this.path, 'a', 0o600)
      try {
        await work(file)
      } finally {
        await file.close()
      }
    }
    await orOutputError(basename(this.path), append())
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

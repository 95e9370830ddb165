import { constants, createWriteStream } from 'node:fs'
import { access, mkdir, open, opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { FileStore } from '@tus/file-store'
import { shareId } from '#protocol/share-api.ts'
import type { BlobStore, ByteRange } from './blob-store.ts'
import { StoreUnavailable } from './share-store.ts'

/** Beside each blob, what tus knows of its upload. */
const NOTES = '.json'

class Uploads extends FileStore {
  /** As the library's, but says why it failed: a disk is full, a file is gone. */
  override async write(readable: Readable, id: string, offset: number): Promise<number> {
    const file = createWriteStream(join(this.directory, shareId.parse(id)), { flags: 'r+', start: offset })
    try {
      await pipeline(readable, file)
    } catch (error) {
      // An error of the sender is told by whoever reads from there.
      if (!(error instanceof Error) || !('syscall' in error)) throw error
      throw new StoreUnavailable('An upload could not be written', { cause: error })
    }
    return offset + file.bytesWritten
  }
}
// The library's constructor makes the folder without telling when, and fails where nobody can catch it; ours is there.
Object.defineProperty(Uploads.prototype, 'checkOrCreateDirectory', { value: () => undefined })

/** Sealed files in one folder, named by the ids of their shares and by nothing that a client sends. */
export class FileBlobStore implements BlobStore {
  readonly uploads: FileStore
  private readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
    this.uploads = new Uploads({ directory: folder })
    // Lengths are known from the start, and when an upload is too old is for the records to say.
    this.uploads.extensions = ['creation', 'creation-with-upload', 'termination']
  }

  /** Makes the folder, readable by this user alone, where it is missing. @throws StoreUnavailable where it cannot be written */
  static async open(folder: string): Promise<FileBlobStore> {
    await outside('The folder of the shares cannot be used', async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await access(folder, constants.W_OK)
    })
    return new FileBlobStore(folder)
  }

  async sync(id: string): Promise<void> {
    await outside('A share could not be brought to the disk', async () => {
      await syncPath(this.path(id), 'r+')
      await syncFolder(this.folder)
    })
  }

  async size(id: string): Promise<number | null> {
    const path = this.path(id)
    const stats = await outside('A share cannot be looked at', () => stat(path).catch(unlessMissing))
    return stats?.size ?? null
  }

  async read(id: string, range: ByteRange | null): Promise<ReadableStream<Uint8Array>> {
    const path = this.path(id)
    // Opened before the answer begins, so that a failure can still be said.
    const file = await outside('A share cannot be read', () => open(path, 'r'))
    const stream = file.createReadStream(range ? { start: range.start, end: range.end } : {})
    return Readable.toWeb(stream) as ReadableStream<Uint8Array>
  }

  async remove(id: string): Promise<void> {
    const path = this.path(id)
    await outside('A share cannot be deleted', async () => {
      await rm(path, { force: true })
      await rm(path + NOTES, { force: true })
      await syncFolder(this.folder)
    })
  }

  /** Asks for the times of all files. */
  async *list(before: Date): AsyncIterable<string> {
    const names = await outside('The folder of the shares cannot be read', () => opendir(this.folder))
    const seen = new Set<string>()
    for await (const { name } of names) {
      const id = name.endsWith(NOTES) ? name.slice(0, -NOTES.length) : name
      if (seen.has(id) || !shareId.safeParse(id).success) continue
      const stats = await stat(join(this.folder, name)).catch(unlessMissing)
      // Written before a time, so begun before it.
      if (!stats || stats.mtime >= before) continue
      seen.add(id)
      yield id
    }
  }

  async ready(): Promise<void> {
    await outside('The folder of the shares cannot be used', () =>
      access(this.folder, constants.R_OK | constants.W_OK),
    )
  }

  /** The only way from an id to the file system. @throws Error for anything but an id */
  private path(id: string): string {
    return join(this.folder, shareId.parse(id))
  }
}

async function syncPath(path: string, flags: string): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Windows neither needs nor allows it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform !== 'win32') await syncPath(folder, 'r')
}

function unlessMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}

async function outside<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StoreUnavailable(`${what}: ${reason}`, { cause: error })
  }
}

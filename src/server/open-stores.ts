import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Locker, MemoryLocker } from '@tus/server'
import type { Settings } from './settings.ts'
import type { BlobStore } from './store/blob-store.ts'
import type { Database } from './store/database.ts'
import { FileBlobStore } from './store/file-blob-store.ts'
import { type ShareStore, StoreUnavailable } from './store/share-store.ts'
import { SqlShareStore } from './store/sql-share-store.ts'
import { SqliteDatabase } from './store/sqlite-database.ts'

/** Where shares are kept, and who keeps two requests from writing to one upload. */
export interface Stores {
  readonly store: ShareStore
  readonly blobs: BlobStore
  readonly locker: Locker
}

/** The one place where settings choose what is behind the interfaces. @throws StoreUnavailable */
export async function openStores(settings: Settings): Promise<Stores> {
  const blobs = await openBlobs(settings)
  const { database, locker } = await openDatabase(settings)
  try {
    return { store: await SqlShareStore.open(database), blobs, locker }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function openDatabase(settings: Settings): Promise<{ database: Database; locker: Locker }> {
  // PostgreSQL goes here, with a locker that all instances share.
  if (settings.databaseUrl) throw new Error('This build knows no PostgreSQL; leave DATABASE_URL out.')
  try {
    await mkdir(settings.data, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StoreUnavailable(`The data folder cannot be made: ${String(error)}`, { cause: error })
  }
  const database = new SqliteDatabase(join(settings.data, 'shares.sqlite'))
  return { database, locker: new MemoryLocker() }
}

async function openBlobs(settings: Settings): Promise<BlobStore> {
  // S3 goes here.
  if (settings.s3) throw new Error('This build knows no S3; leave S3_BUCKET out.')
  return await FileBlobStore.open(join(settings.data, 'blobs'))
}

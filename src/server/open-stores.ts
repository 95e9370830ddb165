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
  if (settings.databaseUrl) {
    // Most servers need neither this nor S3, and start faster and smaller without.
    const { PostgresDatabase } = await import('./store/postgres-database.ts')
    const { PostgresLocker } = await import('./store/postgres-locker.ts')
    const database = new PostgresDatabase({ url: settings.databaseUrl })
    return { database, locker: new PostgresLocker(database) }
  }
  try {
    await mkdir(settings.data, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StoreUnavailable(`The data folder cannot be made: ${String(error)}`, { cause: error })
  }
  const database = new SqliteDatabase(join(settings.data, 'shares.sqlite'))
  return { database, locker: new MemoryLocker() }
}

async function openBlobs(settings: Settings): Promise<BlobStore> {
  if (settings.s3) {
    const { S3BlobStore } = await import('./store/s3-blob-store.ts')
    return new S3BlobStore(settings.s3)
  }
  return await FileBlobStore.open(join(settings.data, 'blobs'))
}

import type { MetadataValue } from '@tus/s3-store'
import type { KvStore } from '@tus/server'

/** How many uploads an instance remembers; any other is asked for again. */
const MOST = 1000

/**
 * What tus' store remembers of uploads, so that it need not ask S3 with each request. Uploads that another instance ends
 * are never forgotten by name, so the oldest go.
 */
export class UploadNotes implements KvStore<MetadataValue> {
  readonly #notes = new Map<string, MetadataValue>()

  async get(id: string): Promise<MetadataValue | undefined> {
    return this.#notes.get(id)
  }

  async set(id: string, notes: MetadataValue): Promise<void> {
    this.#notes.delete(id)
    this.#notes.set(id, notes)
    const [oldest] = this.#notes.keys()
    if (this.#notes.size > MOST && oldest !== undefined) this.#notes.delete(oldest)
  }

  async delete(id: string): Promise<void> {
    this.#notes.delete(id)
  }
}

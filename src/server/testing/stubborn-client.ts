import { createHash, randomBytes, randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Ask, begin, head, metadata, patch, remove } from './tus-requests.ts'
import { SHARE_HEADER } from '#protocol/share-api.ts'

/** What a client knows of one file that it shared, or tried to. */
export interface Attempted {
  readonly id: string
  readonly bytes: Buffer<ArrayBuffer>
  /** `shared` and `deleted` were confirmed by the server; who abandons knows nothing. */
  outcome: 'shared' | 'deleted' | 'abandoned'
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A client that goes on until it is confirmed what it asked for, however often the server goes away. */
export class StubbornClient {
  readonly attempted: Attempted[] = []
  private readonly ask: Ask

  constructor(address: string) {
    this.ask = (path, init) => fetch(address + path, { ...init, signal: AbortSignal.timeout(8000) })
  }

  /** Shares one file; gives up on some in the middle, and deletes some when they are there. */
  async shareOne(): Promise<void> {
    const bytes = Buffer.from(randomBytes(randomInt(1, 400_000)))
    const id = await this.persist(async () => {
      const response = await begin(this.ask, bytes.length, { 'Upload-Metadata': metadata('0') })
      return response.status === 201 ? response.headers.get(SHARE_HEADER)! : null
    })
    const attempt: Attempted = { id, bytes, outcome: 'abandoned' }
    this.attempted.push(attempt)
    const giveUpAt = randomInt(6) === 0 ? randomInt(bytes.length) : Infinity
    if (!(await this.send(id, bytes, giveUpAt))) return
    attempt.outcome = 'shared'
    if (randomInt(6) !== 0) return
    await this.persist(async () => ((await remove(this.ask, id)).status === 204 ? true : null))
    attempt.outcome = 'deleted'
  }

  /** @returns whether all of it was confirmed */
  private async send(id: string, bytes: Buffer<ArrayBuffer>, giveUpAt: number): Promise<boolean> {
    for (;;) {
      const offset = await this.persist(async () => {
        const response = await head(this.ask, id)
        if (response.status === 404) throw new Error('An upload that was confirmed to have begun is lost.')
        return response.status === 200 ? Number(response.headers.get('upload-offset')) : null
      })
      if (offset === bytes.length) return true
      if (offset >= giveUpAt) return false
      const part = bytes.subarray(offset, offset + randomInt(1000, 150_000))
      const response = await patch(this.ask, id, offset, part).catch(() => null)
      const reached = response?.status === 204 ? Number(response.headers.get('upload-offset')) : null
      if (reached === bytes.length) return true
    }
  }

  /** Tries until there is an answer; only a network error or "later" makes it try again. */
  private async persist<Value>(work: () => Promise<Value | null>): Promise<Value> {
    for (;;) {
      try {
        const value = await work()
        if (value !== null) return value
      } catch (error) {
        const isNetwork =
          error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError')
        if (!isNetwork) throw error
      }
      await wait(randomInt(5, 30))
    }
  }
}

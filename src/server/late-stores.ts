import { setTimeout as wait } from 'node:timers/promises'
import type { Stores } from './open-stores.ts'
import { StoreUnavailable } from './store/share-store.ts'

/** How long after a failure they are tried again, in ms. */
const TRY_AGAIN_MS = 10_000

/** Stores that may come later than the page: a database that still starts, a disk that is mounted. */
export class LateStores {
  private readonly open: () => Promise<Stores>
  private readonly tryAgainMs: number
  private readonly stopped = new AbortController()
  private stores: Stores | null = null
  private reason: unknown = null

  constructor(open: () => Promise<Stores>, tryAgainMs = TRY_AGAIN_MS) {
    this.open = open
    this.tryAgainMs = tryAgainMs
  }

  /** Tries once, and from then on in the background. @returns why they are not there yet, or null where they are */
  async start(): Promise<unknown> {
    await this.attempt()
    if (!this.stores) void this.keepTrying()
    return this.reason
  }

  /** @throws StoreUnavailable while they are not there */
  get(): Stores {
    if (this.stores) return this.stores
    throw new StoreUnavailable('The stores have not been opened.', { cause: this.reason })
  }

  async close(): Promise<void> {
    this.stopped.abort()
    await this.stores?.store.close()
  }

  private async attempt(): Promise<void> {
    try {
      this.stores = await this.open()
      this.reason = null
    } catch (error) {
      this.reason = error
    }
  }

  private async keepTrying(): Promise<void> {
    while (!this.stores) {
      const isOver = await wait(this.tryAgainMs, false, { signal: this.stopped.signal, ref: false }).catch(
        () => true,
      )
      if (isOver) return
      await this.attempt()
    }
  }
}

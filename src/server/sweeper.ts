import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import { scrubbed } from './http/secrets.ts'
import type { Metrics } from './metrics.ts'
import type { Stores } from './open-stores.ts'
import type { ShareRecord } from './store/share-store.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const EVERY = 5 * MINUTE
/** Longer than the time between two rounds, so that whoever has it keeps it. */
const LEASE = 12 * MINUTE
/** How many records are asked for at once. */
const BATCH = 500

/** Since when uploads without bytes, blobs without records and records of expired shares are given up, in ms. */
const STALE = DAY
const ORPHAN = DAY
const FORGOTTEN = 30 * DAY

/** How many of each a round cleared away, and at how many it failed. */
export interface Swept {
  expired: number
  abandoned: number
  forgotten: number
  orphans: number
  failures: number
}

/**
 * Clears away what nobody can or should see any more. Each entry that fails is left for the next round.
 * @throws StoreUnavailable where not even the lists can be had
 */
export async function sweep({ store, blobs }: Stores, now: Date, log?: Logger): Promise<Swept> {
  const swept: Swept = { expired: 0, abandoned: 0, forgotten: 0, orphans: 0, failures: 0 }
  const before = (ms: number) => new Date(now.getTime() - ms)

  const attempt = async (work: () => Promise<void>): Promise<boolean> => {
    try {
      await work()
      return true
    } catch (error) {
      swept.failures++
      log?.warn({ problem: scrubbed(String(error)) }, 'an entry could not be cleared away')
      return false
    }
  }

  const clear = async ({ id, state }: ShareRecord): Promise<void> => {
    if (state === 'complete') {
      // The record last: until it says so, the next round does it again.
      await blobs.remove(id)
      await store.expire(id)
      swept.expired++
    } else if (state === 'uploading') {
      // The record first: an upload that goes on after all must not lose its bytes. What is left is an orphan.
      if (!(await store.abandon(id, before(STALE)))) return
      await blobs.remove(id)
      swept.abandoned++
    } else {
      await store.remove(id)
      swept.forgotten++
    }
  }

  const failed = new Set<string>()
  for (;;) {
    const due = await store.due(now, before(STALE), before(FORGOTTEN), BATCH + failed.size)
    const fresh = due.filter(({ id }) => !failed.has(id))
    if (fresh.length === 0) break
    for (const record of fresh) {
      if (!(await attempt(() => clear(record)))) failed.add(record.id)
    }
  }
  for await (const id of blobs.list(before(ORPHAN))) {
    await attempt(async () => {
      if (await store.find(id)) return
      await blobs.remove(id)
      swept.orphans++
    })
  }
  return swept
}

interface SweeperParts {
  /** @throws StoreUnavailable while they cannot be reached */
  readonly stores: () => Stores
  readonly metrics: Metrics
  readonly log: Logger
  readonly now: () => Date
}

/** Sweeps now and every few minutes, unless another instance does. */
export class Sweeper {
  private readonly parts: SweeperParts
  private readonly holder = randomUUID()
  private timer: NodeJS.Timeout | undefined
  private round: Promise<void> = Promise.resolve()

  constructor(parts: SweeperParts) {
    this.parts = parts
  }

  start(): void {
    this.next()
    this.timer = setInterval(() => this.next(), EVERY).unref()
  }

  /** Resolves when the round that runs is over. */
  async stop(): Promise<void> {
    clearInterval(this.timer)
    await this.round
  }

  private next(): void {
    this.round = this.round.then(() => this.sweepIfOurs())
  }

  private async sweepIfOurs(): Promise<void> {
    const { stores, metrics, log, now } = this.parts
    try {
      const at = now()
      const ours = await stores().store.lease('sweep', this.holder, new Date(at.getTime() + LEASE), at)
      if (!ours) return
      const swept = await sweep(stores(), at, log)
      const { failures, ...cleared } = swept
      for (const [what, count] of Object.entries(cleared)) metrics.swept.inc({ what }, count)
      metrics.sweeps.inc({ result: failures > 0 ? 'partly' : 'fine' })
      log[failures > 0 ? 'warn' : 'debug'](swept, 'swept')
    } catch (error) {
      metrics.sweeps.inc({ result: 'failed' })
      log.warn({ problem: scrubbed(String(error)) }, 'nothing could be cleared away')
    }
  }
}

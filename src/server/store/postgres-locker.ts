import { EventEmitter } from 'node:events'
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server'
import type pg from 'pg'
import { lockKey, type PostgresDatabase } from './postgres-database.ts'
import { postgresError } from './postgres-error.ts'

/** On which instances tell each other that one of them wants a lock, or has let it go. */
const CHANNEL = 'heapscope_locks'
/** How often somebody who waits asks again, in ms: messages are lost when connections are. */
const ASK_AGAIN_MS = 500
const PATIENCE_MS = 30_000

/** A lock that this instance has, or is about to have. */
interface Held {
  /** With which the lock goes; null before it is had. */
  session: pg.Client | null
  /** Asks whoever has it to come to an end. */
  readonly release: RequestRelease
}

/**
 * Lets one request at a time write to an upload, in all instances of one database. Locks belong to one connection for
 * each instance, so that they go when the instance goes; however many requests there are, they take no more.
 *
 * Whoever wants a lock that is held asks for it, as tus does: a client that lost its connection goes on at another
 * instance, while the first still waits for bytes. Where the connection to the database breaks, its locks are gone, and
 * the requests that had them are asked to end.
 */
export class PostgresLocker implements Locker {
  readonly #database: PostgresDatabase
  readonly #patienceMs: number
  readonly #held = new Map<string, Held>()
  /** An event for each upload about which there is news. */
  readonly #news = new EventEmitter().setMaxListeners(0)
  #session: Promise<pg.Client> | null = null
  #last: Promise<unknown> = Promise.resolve()

  constructor(database: PostgresDatabase, patienceMs = PATIENCE_MS) {
    this.#database = database
    this.#patienceMs = patienceMs
  }

  newLock(id: string): Lock {
    let held: Held | null = null
    return {
      lock: async (stop, release) => void (held = await this.#lock(id, stop, release)),
      unlock: async () => {
        if (!held) throw new Error('A lock that is not held cannot be let go.')
        await this.#unlock(id, held)
        held = null
      },
    }
  }

  /** @throws tus' `ERR_LOCK_TIMEOUT` where it does not become free, StoreUnavailable */
  async #lock(id: string, stop: AbortSignal, release: RequestRelease): Promise<Held> {
    const end = performance.now() + this.#patienceMs
    while (!stop.aborted && performance.now() < end) {
      // Listened for before we look, so that none is missed.
      const news = nextNews(this.#news, id, stop)
      try {
        const held = await this.#attempt(id, release)
        if (held && !stop.aborted) return held
        if (held) await this.#unlock(id, held)
        await news.heard
      } finally {
        news.end()
      }
    }
    // tus' errors are plain values.
    return await Promise.reject(ERRORS.ERR_LOCK_TIMEOUT)
  }

  /** @returns null where somebody else has it, who is then asked for it */
  async #attempt(id: string, release: RequestRelease): Promise<Held | null> {
    const holder = this.#held.get(id)
    if (!holder) return await this.#try(id, release)
    // Whoever has not got it yet is no more to be asked for it than we are.
    if (holder.session) await holder.release()
    return null
  }

  async #try(id: string, release: RequestRelease): Promise<Held | null> {
    const held: Held = { session: null, release }
    // Within this instance it is ours from here on: to PostgreSQL, all of us are one.
    this.#held.set(id, held)
    try {
      const session = await this.#connected()
      const [answer] = await this.#ask(session, 'SELECT pg_try_advisory_lock($1) AS got', lockKey(id))
      if (answer?.['got']) {
        held.session = session
        // It may have broken between the answer and here.
        if ((await this.#connected()) === session) {
          this.#news.emit(id)
          return held
        }
      }
      // No news: the others here wait for the same as we do.
      if (this.#held.get(id) === held) this.#held.delete(id)
      await this.#ask(session, 'SELECT pg_notify($1, $2)', CHANNEL, `wanted ${id}`)
      return null
    } catch (error) {
      this.#forget(id, held)
      throw postgresError(error)
    }
  }

  /** Never fails: where PostgreSQL cannot be told, the connection is given up, and its locks with it. */
  async #unlock(id: string, held: Held): Promise<void> {
    const { session } = held
    try {
      if (session && session === (await this.#session)) {
        const free = 'SELECT pg_advisory_unlock($1), pg_notify($2, $3)'
        await this.#ask(session, free, lockKey(id), CHANNEL, `free ${id}`)
      }
    } catch {
      session?.end().catch(() => {})
    } finally {
      this.#forget(id, held)
    }
  }

  #forget(id: string, held: Held): void {
    if (this.#held.get(id) === held) this.#held.delete(id)
    this.#news.emit(id)
  }

  #connected(): Promise<pg.Client> {
    this.#session ??= this.#connect()
    return this.#session
  }

  async #connect(): Promise<pg.Client> {
    try {
      const session = await this.#database.session()
      session.once('end', () => this.#lost(session))
      session.on('notification', ({ payload = '' }) => this.#hear(payload))
      await session.query(`LISTEN ${CHANNEL}`)
      return session
    } catch (error) {
      this.#session = null
      throw postgresError(error)
    }
  }

  /** One statement after the other, as a connection takes them. */
  async #ask(session: pg.Client, sql: string, ...parameters: string[]): Promise<Record<string, unknown>[]> {
    const asked = this.#last.then(() => session.query<Record<string, unknown>>(sql, parameters))
    this.#last = asked.catch(() => undefined)
    return (await asked).rows
  }

  #hear(message: string): void {
    const [word, id = ''] = message.split(' ')
    if (word === 'free') this.#news.emit(id)
    // Whoever asks for what we are about to get asks again.
    const held = this.#held.get(id)
    if (word === 'wanted' && held?.session) void held.release()
  }

  #lost(session: pg.Client): void {
    this.#session = null
    for (const held of this.#held.values()) {
      if (held.session === session) void held.release()
    }
  }
}

/** What resolves at the next news of an upload, when `stop` says so, and after a while in any case. */
function nextNews(news: EventEmitter, id: string, stop: AbortSignal): { heard: Promise<void>; end(): void } {
  let end = () => {}
  const heard = new Promise<void>((resolve) => {
    const hear = () => resolve()
    const timer = setTimeout(hear, ASK_AGAIN_MS)
    news.once(id, hear)
    stop.addEventListener('abort', hear)
    end = () => {
      clearTimeout(timer)
      news.off(id, hear)
      stop.removeEventListener('abort', hear)
    }
  })
  return { heard, end }
}

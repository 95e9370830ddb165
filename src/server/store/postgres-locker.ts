import { EventEmitter, once } from 'node:events'
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
    const patience = AbortSignal.any([stop, AbortSignal.timeout(this.#patienceMs)])
    while (!patience.aborted) {
      const holder = this.#held.get(id)
      if (holder) {
        await holder.release()
      } else {
        const held = await this.#try(id, release)
        if (held && !patience.aborted) return held
        if (held) await this.#unlock(id, held)
      }
      await this.#newsOf(id, patience)
    }
    // tus' errors are plain values.
    return await Promise.reject(ERRORS.ERR_LOCK_TIMEOUT)
  }

  /** @returns null where another instance has it, which is then asked for it */
  async #try(id: string, release: RequestRelease): Promise<Held | null> {
    const held: Held = { session: null, release }
    // Within this instance it is ours from here on: to PostgreSQL, all of us are one.
    this.#held.set(id, held)
    try {
      const session = await this.#connected()
      const { rows } = await session.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [
        lockKey(id),
      ])
      if (rows[0]?.got) {
        held.session = session
        // It may have broken between the answer and here.
        if ((await this.#connected()) === session) return held
      }
      this.#forget(id, held)
      await session.query('SELECT pg_notify($1, $2)', [CHANNEL, `wanted ${id}`])
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
        await session.query('SELECT pg_advisory_unlock($1), pg_notify($2, $3)', [
          lockKey(id),
          CHANNEL,
          `free ${id}`,
        ])
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

  async #newsOf(id: string, patience: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([patience, AbortSignal.timeout(ASK_AGAIN_MS)])
    await once(this.#news, id, { signal }).catch(() => undefined)
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

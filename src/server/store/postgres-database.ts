import { createHash } from 'node:crypto'
import pg from 'pg'
import type { Database, SqlRow, SqlValue } from './database.ts'
import { postgresError } from './postgres-error.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`, with `?sslmode=verify-full` for TLS. */
  readonly url: string
  /** Most connections of this instance at once. */
  readonly connections?: number
  /** How long one statement may take, its waiting for locks included, and how long a connection may take to open. */
  readonly timeoutMs?: number
}

/** How long PostgreSQL waits for a next statement within a transaction: an instance that hangs must not hold up others. */
const IDLE_TRANSACTION_MS = 30_000
/** How PostgreSQL watches whether the other end of a session is still there, in seconds. */
const WATCHED = ['tcp_keepalives_idle = 10', 'tcp_keepalives_interval = 5', 'tcp_keepalives_count = 3']
/** The longest that a timer can wait, about 24 days. */
const LONGEST_MS = 2 ** 31 - 1
/** The lock that makes transactions wait for each other, in all instances of one database. */
const TRANSACTIONS = lockKey('transactions')

/**
 * A PostgreSQL that several instances share. It must be reached directly or through a pool of sessions: locks belong to
 * sessions, so a pool that hands out a connection for each transaction breaks them.
 */
export class PostgresDatabase implements Database {
  readonly #pool: pg.Pool
  readonly #config: pg.PoolConfig
  readonly #sessions = new Set<pg.Client>()

  constructor(options: PostgresOptions) {
    this.#config = postgresConfig(options)
    this.#pool = postgresPool(this.#config)
  }

  async all(sql: string, parameters: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    return (await query(this.#pool, sql, parameters)).rows
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return (await query(this.#pool, sql, parameters)).rowCount ?? 0
  }

  /**
   * Transactions run one after the other in all instances, as they do in SQLite: what one of them counts cannot change
   * before it has written. They are few and short, and none has to be tried again, as serialisable ones have.
   */
  async transaction<Value>(work: (database: Database) => Promise<Value>): Promise<Value> {
    const client = await this.#connect()
    let broken = true
    try {
      await query(client, 'BEGIN')
      const value = await this.#locked(client, work)
      await query(client, 'COMMIT')
      broken = false
      return value
    } catch (error) {
      broken = await rollBack(client)
      throw error
    } finally {
      client.release(broken)
    }
  }

  /** Waits as long as it takes, since the other instance may be migrating. The lock goes with the connection. */
  async exclusively<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    const client = await this.#connect()
    try {
      await query(client, 'SET statement_timeout = 0')
      await waitFor(client, lockKey(name))
      return await work()
    } finally {
      client.release(true)
    }
  }

  /**
   * A connection of its own for what lives as long as a connection does. Ends with the database at the latest; PostgreSQL
   * notices within half a minute when this machine is gone.
   * @throws StoreUnavailable
   */
  async session(): Promise<pg.Client> {
    const client = new pg.Client(this.#config)
    client.on('error', () => {})
    client.once('end', () => this.#sessions.delete(client))
    try {
      await client.connect()
      for (const setting of WATCHED) await client.query(`SET ${setting}`)
    } catch (error) {
      client.end().catch(() => {})
      throw postgresError(error)
    }
    this.#sessions.add(client)
    return client
  }

  async close(): Promise<void> {
    await Promise.all([this.#pool.end(), ...[...this.#sessions].map((session) => session.end())])
  }

  async #locked<Value>(client: pg.PoolClient, work: (database: Database) => Promise<Value>): Promise<Value> {
    // A statement of its own: those after it see what was committed while it waited.
    await query(client, 'SELECT pg_advisory_xact_lock($1)', [TRANSACTIONS])
    return work(new Session(client))
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect()
    } catch (error) {
      throw postgresError(error)
    }
  }
}

/** What a transaction sees: one connection, on which a transaction within it is a part of it. */
class Session implements Database {
  readonly #client: pg.PoolClient

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  async all(sql: string, parameters: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    return (await query(this.#client, sql, parameters)).rows
  }

  async run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return (await query(this.#client, sql, parameters)).rowCount ?? 0
  }

  transaction<Value>(work: (database: Database) => Promise<Value>): Promise<Value> {
    return work(this)
  }

  exclusively<Value>(): Promise<Value> {
    throw new Error('A transaction cannot wait for other instances: it would hold up all of theirs.')
  }

  async close(): Promise<void> {
    // It ends with its transaction.
  }
}

/** @returns whether the connection is of no more use */
async function rollBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK')
    return false
  } catch {
    return true
  }
}

async function query(
  on: pg.Pool | pg.PoolClient | pg.Client,
  sql: string,
  parameters: readonly SqlValue[] = [],
): Promise<pg.QueryResult<Record<string, unknown>>> {
  try {
    return await on.query<Record<string, unknown>>(sql, [...parameters])
  } catch (error) {
    throw postgresError(error)
  }
}

/** For as long as it takes: without this, `pg` gives up after its own time. */
async function waitFor(client: pg.PoolClient, key: string): Promise<void> {
  // A setting that `pg` has and its types have not.
  const statement = { text: 'SELECT pg_advisory_lock($1)', values: [key], query_timeout: LONGEST_MS }
  try {
    await client.query(statement)
  } catch (error) {
    throw postgresError(error)
  }
}

function postgresConfig({ url, connections = 10, timeoutMs = 10_000 }: PostgresOptions): pg.PoolConfig {
  return {
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    // For a server that does not answer at all, and so does not end the statement either.
    query_timeout: timeoutMs * 2,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'heapscope',
    types: numbers(),
  }
}

function postgresPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  // Connections break when the server restarts, between statements too. The next statement says so where there is one,
  // and the pool opens new ones; without listeners the process would end.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** `bigint` and sums of it as numbers, as SQLite gives them: times and bytes are below 2^53. */
function numbers(): pg.TypeOverrides {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  types.setTypeParser(pg.types.builtins.NUMERIC, Number)
  return types
}

/** The number that PostgreSQL locks for a name: 64 bits of its hash, as text. */
export function lockKey(name: string): string {
  return createHash('sha256').update(`heapscope ${name}`).digest().readBigInt64BE().toString()
}

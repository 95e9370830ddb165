import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'libsql'
import type { Database, SqlRow, SqlValue } from './database.ts'
import { StoreUnavailable } from './share-store.ts'

/** How long a statement waits for another process that writes, in ms, and how often it tries. */
const BUSY_MS = 5000
const TRY_AGAIN_MS = 5

/** What SQLite says where another try may help, or a hand on the machine; anything else is our own mistake. */
const OUTSIDE = /^SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB|PERM|NOMEM|PROTOCOL|AUTH)/

/**
 * SQLite in one file. Every change is in the log on disk before its promise resolves. Several processes may have the same
 * file open; within this one, a transaction has the connection for itself.
 */
export class SqliteDatabase implements Database {
  private readonly connection: Sqlite.Database
  /** Set in everything that is called from within a transaction. */
  private readonly inside = new AsyncLocalStorage<boolean>()
  private last: Promise<unknown> = Promise.resolve()

  /** @param file made where it is missing. @throws StoreUnavailable */
  constructor(file: string) {
    this.connection = attempt(() => {
      const connection = new Sqlite(file)
      connection.pragma(`busy_timeout = ${BUSY_MS}`)
      connection.pragma('journal_mode = WAL')
      connection.pragma('synchronous = FULL')
      // From here on we wait without standing still.
      connection.pragma('busy_timeout = 0')
      return connection
    }, true)
  }

  all(sql: string, parameters: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    return this.turn(() => patiently(() => this.statement(sql).all(...bound(parameters)) as SqlRow[]))
  }

  run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    return this.turn(() => patiently(() => this.statement(sql).run(...bound(parameters)).changes))
  }

  transaction<Value>(work: (database: Database) => Promise<Value>): Promise<Value> {
    if (this.inside.getStore()) return work(this)
    return this.turn(() =>
      this.inside.run(true, async () => {
        await patiently(() => this.connection.exec('begin immediate'))
        try {
          const value = await work(this)
          await patiently(() => this.connection.exec('commit'))
          return value
        } catch (error) {
          // A full disk may have ended the transaction already.
          if (this.connection.inTransaction) this.connection.exec('rollback')
          throw error
        }
      }),
    )
  }

  /** There is one writer at a time, whatever the name. */
  exclusively<Value>(_name: string, work: () => Promise<Value>): Promise<Value> {
    return this.transaction(work)
  }

  async close(): Promise<void> {
    await this.turn(() => this.connection.close())
  }

  private statement(sql: string): Sqlite.Statement {
    // To SQLite, $1 is a name, counted in the order of appearance; ?1 is a number.
    return this.connection.prepare(sql.replaceAll(/\$(\d+)/g, '?$1'))
  }

  /** Runs `work` when everything before it is over; at once within a transaction, whose turn it is. */
  private turn<Value>(work: () => Value | Promise<Value>): Promise<Value> {
    const mine = this.inside.getStore() ? Promise.resolve().then(work) : this.last.then(work)
    if (!this.inside.getStore()) this.last = mine.catch(() => undefined)
    return mine
  }
}

/** The driver takes one array, in which Buffers are blobs. */
function bound(parameters: readonly SqlValue[]): unknown[] {
  return [parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value))]
}

/** Tries again while another process writes. */
async function patiently<Value>(work: () => Value): Promise<Value> {
  for (const end = performance.now() + BUSY_MS; ;) {
    try {
      return attempt(work)
    } catch (error) {
      const isBusy = error instanceof StoreUnavailable && codeOf(error.cause).startsWith('SQLITE_BUSY')
      if (!isBusy || performance.now() > end) throw error
      await wait(TRY_AGAIN_MS)
    }
  }
}

function attempt<Value>(work: () => Value, opening = false): Value {
  try {
    return work()
  } catch (error) {
    if (opening || OUTSIDE.test(codeOf(error))) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new StoreUnavailable(`The database cannot be used: ${reason}`, { cause: error })
    }
    throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

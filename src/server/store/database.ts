export type SqlValue = string | number | null | Uint8Array
export type SqlRow = Readonly<Record<string, unknown>>

/**
 * What SQLite and PostgreSQL are to the store: one dialect (`$1` for parameters, times as milliseconds in `bigint`,
 * booleans not used), so that every statement stands once.
 */
export interface Database {
  /** @throws StoreUnavailable */
  all(sql: string, parameters?: readonly SqlValue[]): Promise<readonly SqlRow[]>
  /** @returns how many rows were changed. @throws StoreUnavailable */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>
  /** Runs alone as far as the rows it touches are concerned; rolled back where it throws. What it resolves is on disk. */
  transaction<Value>(work: (database: Database) => Promise<Value>): Promise<Value>
  /** Runs while no other instance does the same under this name. */
  exclusively<Value>(name: string, work: () => Promise<Value>): Promise<Value>
  close(): Promise<void>
}

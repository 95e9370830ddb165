import { DatabaseError } from 'pg'
import { StoreUnavailable } from './share-store.ts'

/**
 * Classes of SQLSTATE after which the same statement may work later: the connection, who may connect, a transaction
 * that lost against another, resources, an operator who stepped in, the system below.
 */
const PASSING = /^(?:08|28|40|53|57|58|XX)/
/** A standby that takes no writes yet, a database that is not there (yet), a lock that is taken. */
const PASSING_STATES = new Set(['25006', '3D000', '55P03'])

/** What `pg` threw, as `StoreUnavailable` unless the statement itself is wrong, which no later try mends. */
export function postgresError(error: unknown): unknown {
  if (error instanceof StoreUnavailable) return error
  if (error instanceof DatabaseError) {
    const { code = '' } = error
    if (!PASSING.test(code) && !PASSING_STATES.has(code)) return error
    return new StoreUnavailable(`PostgreSQL refuses: ${error.message} (${code}).`, { cause: error })
  }
  // Everything else that comes out of a query is about the connection, as text without a class of its own.
  const reason = error instanceof Error ? error.message || codeOf(error) : String(error)
  return new StoreUnavailable(`PostgreSQL cannot be reached: ${reason}.`, { cause: error })
}

/** Where several addresses were tried, there is no message. */
function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? error.name
}

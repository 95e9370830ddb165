import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { Metrics } from '../metrics.ts'
import type { Stores } from '../open-stores.ts'
import type { Settings } from '../settings.ts'
import type { LocalCaptures } from './local-captures.ts'
import type { LocalFiles } from './local-files.ts'
import type { Limits } from './rate-limits.ts'

/** What routes are made of. */
export interface Parts {
  /** The folder of the built page. */
  readonly root: string
  readonly settings: Settings
  /** @throws StoreUnavailable while they cannot be reached */
  readonly stores: () => Stores
  readonly limits: Limits
  /** Null where it hands out nothing but the page and shares. */
  readonly localFiles: LocalFiles | null
  /** Null where it captures nothing. */
  readonly localCaptures: LocalCaptures | null
  readonly metrics: Metrics
  readonly log: Logger
  readonly now: () => Date
}

/** What every request carries. In tests there is no socket. */
export interface Carried {
  readonly Bindings: Partial<HttpBindings>
  readonly Variables: {
    /** Whom rates and quotas are counted for. */
    readonly subscriber: string
  }
}

export type RequestContext = Context<Carried>

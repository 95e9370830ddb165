import type { NodeRow } from './rows.ts'

/** A realm is one global object with everything that comes with it: a page, an iframe, a `vm` context. */
export type RealmKind = 'realm' | 'shared' | 'none'

export type RealmColumn = 'name' | 'count' | 'shallowSize' | 'retainedSize'

/** What belongs to one realm, to several or to none. Sizes are bytes; counts and shallow sizes of all rows add up. */
export interface RealmRow {
  readonly kind: RealmKind
  /** Its global object and where it is from, as far as the file says, or for people for the other kinds. */
  readonly name: string
  /** Its native context; null for the other kinds. */
  readonly node: NodeRow | null
  /** Objects with a size. */
  readonly count: number
  readonly shallowSize: number
  /** Retained by the objects, each counted once, as far as single dominators tell. */
  readonly retainedSize: number
  /** Selects these objects. */
  readonly query: string
}

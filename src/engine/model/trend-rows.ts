import type { Kind, ListRequest, NodeRow, Page } from './rows.ts'

/** One class over several captures. Arrays are by capture, in their order; slopes are by capture, by least squares. */
export interface ClassTrendRow {
  /** Its place in the usual order. */
  readonly entry: number
  readonly key: string
  readonly name: string
  readonly kind: Kind
  /** Objects of a shallow size above 0. */
  readonly counts: readonly number[]
  /** Bytes. */
  readonly shallow: readonly number[]
  readonly retained: readonly number[]
  readonly countSlope: number
  readonly shallowSlope: number
  readonly retainedSlope: number
  /** Whether its retained size grew in every step. */
  readonly steady: boolean
  /** Last less first retained size. */
  readonly growth: number
  /** The filter that finds its objects in the last capture; null where it has none there. */
  readonly query: string | null
}

export type ClassTrendColumn = 'retainedSlope' | 'shallowSlope' | 'countSlope' | 'growth' | 'last' | 'name'

/** An object that is in all of several captures, and what it retained in each. Sizes are bytes. */
export interface OwnerTrendRow {
  readonly entry: number
  /** In the last capture. */
  readonly node: NodeRow
  readonly retained: readonly number[]
  readonly slope: number
  readonly steady: boolean
  /** Last less first retained size. */
  readonly growth: number
  /** The part of `growth` that none of the objects below it has which are in all captures too: what gathers right here. */
  readonly own: number
}

export type OwnerTrendColumn = 'own' | 'slope' | 'growth' | 'last' | 'name'

/** Asks for classes over several captures. */
export interface ClassTrendRequest extends ListRequest<ClassTrendColumn> {
  /** Leaves out what the engine makes for itself. */
  readonly folded?: boolean
}

export interface ClassTrendPage extends Page<ClassTrendRow> {
  /** Classes that pass the filter and were left out as the engine's own. */
  readonly folded: number
}

export interface OwnerTrendPage extends Page<OwnerTrendRow> {
  /** Owners left out since one object that they dominate explains their growth. */
  readonly explained: number
}

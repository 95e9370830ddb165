import type { MatchedBy } from './digest.ts'
import type { Kind, ListRequest, NodeRow, Page } from './rows.ts'

/** One side of a pair. Sizes are bytes. */
export interface SideTotals {
  readonly file: string
  readonly count: number
  readonly shallowSize: number
}

/** How two heaps were put beside each other, and what they are together. */
export interface PairRow {
  readonly matchedBy: MatchedBy
  /** Whether ids show that both heaps come from one process. */
  readonly sameProcess: boolean
  readonly base: SideTotals
  readonly target: SideTotals
  /** Of the target's objects those with a counterpart in the base, and their bytes there. */
  readonly matched: { readonly count: number; readonly shallowSize: number }
  /** Of the base's objects those with a counterpart in the target, and their bytes there. */
  readonly matchedInBase: { readonly count: number; readonly shallowSize: number }
}

/** How a heap stands beside an earlier one of which nothing but its ids is known. */
export interface IdPair {
  readonly matchedBy: 'id'
  readonly sameProcess: boolean
  readonly base: Pick<SideTotals, 'file'>
}

/** A class's sums in one heap. */
export interface ClassSide {
  readonly count: number
  readonly shallowSize: number
  readonly retainedSize: number
}

/** One class in two heaps. Deltas are target less base. */
export interface ClassChangeRow {
  /** The target's class number, or where it has none, the number of its classes and the base's number. */
  readonly entry: number
  readonly key: string
  readonly name: string
  readonly kind: Kind
  readonly base: ClassSide
  readonly target: ClassSide
  /** Objects of this class in the target alone, or of another class in the base. */
  readonly added: number
  readonly addedSize: number
  /** Objects of this class in the base alone, or of another class in the target. */
  readonly removed: number
  readonly removedSize: number
  readonly countDelta: number
  readonly shallowDelta: number
  readonly retainedDelta: number
  /** The filters that find its objects in the base and in the target; null where there is none. */
  readonly baseQuery: string | null
  readonly targetQuery: string | null
}

export type ClassChangeColumn =
  | 'name'
  | 'added'
  | 'removed'
  | 'addedSize'
  | 'removedSize'
  | 'countDelta'
  | 'shallowDelta'
  | 'retainedDelta'
  | 'baseCount'
  | 'targetCount'
  | 'baseShallow'
  | 'targetShallow'
  | 'baseRetained'
  | 'targetRetained'

export interface ClassChangeRequest extends ListRequest<ClassChangeColumn> {
  /** Leaves out classes of which nothing changed. */
  readonly changedOnly?: boolean
  /** Leaves out what the engine makes for itself. */
  readonly folded?: boolean
}

export interface ClassChangePage extends Page<ClassChangeRow> {
  readonly totals: {
    readonly added: number
    readonly addedSize: number
    readonly removed: number
    readonly removedSize: number
    readonly shallowDelta: number
  }
  /** Classes that pass the filter and were left out as the engine's own. */
  readonly folded: { readonly classes: number; readonly shallowDelta: number }
}

/** An object that is in both heaps, and what came and went beneath it. Sizes are bytes. */
export interface OwnerRow {
  /** In the target. */
  readonly node: NodeRow
  /** Its id in the base. */
  readonly baseId: number
  /** New objects whose nearest dominator that is in both heaps it is. */
  readonly added: number
  readonly addedSize: number
  /** Deleted ones. */
  readonly removed: number
  readonly removedSize: number
  /** By how much its own shallow size changed. */
  readonly ownDelta: number
  /** `addedSize - removedSize + ownDelta`. Over all owners and what has none it adds up to the change of the heap. */
  readonly growth: number
  /** Target less base. */
  readonly retainedDelta: number
  /** The class that retains most of what came, and how many of it did; null where nothing came but the engine's own. */
  readonly mostly: { readonly name: string; readonly count: number } | null
}

/** `mostly` is not sorted by. */
export type OwnerColumn =
  | 'mostly'
  | 'growth'
  | 'added'
  | 'addedSize'
  | 'removed'
  | 'removedSize'
  | 'retainedDelta'
  | 'name'

export interface OwnerPage extends Page<OwnerRow> {
  readonly totals: { readonly growth: number; readonly added: number; readonly removed: number }
  /** What hangs on the roots themselves: no object owns it. */
  readonly unattributed: Omit<OwnerRow, 'node' | 'baseId' | 'retainedDelta' | 'mostly'>
}

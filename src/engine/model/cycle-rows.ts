import type { NodeRow } from './rows.ts'

export type CycleColumn = 'name' | 'count' | 'objects' | 'shallowSize' | 'retainedSize' | 'finalizers'

/** References of one name that would be made weak together: `Child.parent`. */
export interface WeakEdge {
  readonly name: string
  /** How many references of that name there are in the cycles. */
  readonly count: number
}

/** References without which the cycles of a row are none. */
export interface WeakEdges {
  readonly edges: readonly WeakEdge[]
  /** Whether no smaller set of names would do; else it is a small set found. */
  readonly isSmallest: boolean
  /** Whether everything in the cycles is still held without them, so that nothing is lost by making them weak. */
  readonly keepsAll: boolean
}

/** Cycles of the same classes that refer to each other in the same way, or what the program's machinery ties together. */
export interface CycleRow {
  readonly kind: 'cycles' | 'machinery'
  /** `Parent ⇄ Child`. */
  readonly name: string
  /** The classes in it with the numbers of their objects, those nearest to the roots first. */
  readonly classes: readonly { readonly name: string; readonly count: number }[]
  /** How many cycles are alike. */
  readonly count: number
  readonly objects: number
  readonly shallowSize: number
  /** What would be freed if all of these objects went away: exactly. */
  readonly retainedSize: number
  /** Objects whose class has `__del__`. */
  readonly finalizers: number
  /** Cycles that only wait for the collector. */
  readonly garbage: number
  /** Null for the machinery, and where nothing was looked for. */
  readonly weak: WeakEdges | null
  /** The object nearest to the roots. */
  readonly entry: NodeRow
  /** Selects these objects. */
  readonly query: string
}

/** All cycles taken together, without those of the machinery. Sizes are bytes. */
export interface CycleSummary {
  readonly cycles: number
  readonly objects: number
  readonly shallowSize: number
  readonly retainedSize: number
  /** Cycles that only wait for the collector, with their objects and what these retain. */
  readonly garbage: { readonly cycles: number; readonly objects: number; readonly retainedSize: number }
}

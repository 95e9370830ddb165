import type { Kind, ListRequest, NodeRow, Page, PathStep } from './rows.ts'

/** `every`: some came in each cycle; `once`: all in one; `some`: in several but not in each. */
export type LeakPattern = 'every' | 'once' | 'some'

/** Objects that came after the first capture and stayed to the last, and are held alike. Sizes are bytes. */
export interface LeakRow {
  /** Its place among all clusters, in their usual order. */
  readonly entry: number
  /** 16 hex digits, of the classes and references on the shortest path to them: the same in other runs and builds. */
  readonly fingerprint: string
  readonly className: string
  readonly kind: Kind
  readonly count: number
  /** What would be freed if all of them went away, or at least that: see `exact`. */
  readonly retainedSize: number
  /** Whether `retainedSize` is what they retain together; else it is what each of them retains, added up. */
  readonly exact: boolean
  readonly shallowSize: number
  /** Whether the engine makes such objects for itself. */
  readonly engine: boolean
  /** How many came in each cycle: between each capture and the next, but for the last one. */
  readonly perCycle: readonly number[]
  /** Null where there is but one cycle. */
  readonly pattern: LeakPattern | null
  /** The filter that finds its objects, as long as these leaks are the ones looked for last. */
  readonly query: string
  /** The one that retains most. */
  readonly representative: { readonly node: NodeRow; readonly path: readonly PathStep[] }
}

export type LeakColumn = 'retainedSize' | 'count' | 'shallowSize' | 'className'

/** Asks for clusters. */
export interface LeakRequest extends ListRequest<LeakColumn> {
  /** Leaves out those of the engine's own; they are counted all the same. */
  readonly folded?: boolean
}

interface LeakSums {
  readonly clusters: number
  readonly count: number
  readonly retainedSize: number
}

export interface LeakPage extends Page<LeakRow> {
  /** Captures, the last included. */
  readonly captures: number
  /** Of the clusters that pass the filter: those of the program's objects, and those of the engine's own. */
  readonly program: LeakSums
  readonly engine: LeakSums
}

/** What fingerprints are compared by; the command line's JSON has it too. */
export interface KnownCluster {
  readonly fingerprint: string
  readonly className: string
  readonly count: number
  readonly retainedSize: number
}

/** The clusters of two runs by their fingerprints. */
export interface ComparedClusters {
  /** In the run before alone: fixed, as far as it was tried. */
  readonly gone: readonly KnownCluster[]
  readonly still: readonly { readonly before: KnownCluster; readonly now: KnownCluster }[]
  readonly new: readonly KnownCluster[]
}

/** What the page shows of the heap as a whole: what it consists of, how sizes and distances are spread. Plain data. */

/**
 * What bytes are used for, in the words of Chrome DevTools' statistics. `otherJs` is what remains of the JavaScript heap,
 * `otherNonJs` what remains outside (HTML nodes, for example), `extraNative` what the file reports without any node.
 */
export type V8Part =
  | 'code'
  | 'strings'
  | 'jsArrays'
  | 'typedArrays'
  | 'system'
  | 'otherJs'
  | 'otherNonJs'
  | 'extraNative'

/** What bytes of a Python heap are used for: instances of classes written in Python, and the language's own objects. */
export type PythonPart =
  | 'instances'
  | 'dicts'
  | 'sequences'
  | 'texts'
  | 'numbers'
  | 'buffers'
  | 'functions'
  | 'classes'
  | 'otherPython'

export type StatisticsPart = V8Part | PythonPart

export interface StatisticsRow {
  readonly part: StatisticsPart
  /** Objects with an adjusted shallow size above 0. */
  readonly count: number
  /** Bytes. */
  readonly shallowSize: number
  /** Selects these objects; null where no object stands for the bytes. */
  readonly query: string | null
}

export interface Statistics {
  /** In a fixed order, all of the heap's family; they add up to `total`. */
  readonly rows: readonly StatisticsRow[]
  /** Bytes: those of all nodes, and the extra native ones. */
  readonly total: number
  /** Of `total`: what does not lie in the JavaScript heap (typed arrays, other non-JS, extra native); null in Python. */
  readonly native: number | null
}

/** The objects whose size lies between two powers of two. */
export interface SizeBin {
  /** Bytes, a power of two. */
  readonly from: number
  /** Bytes, exclusive. */
  readonly to: number
  readonly count: number
  /** Shallow sizes, also where the bin is one of retained sizes: those would count what they share again and again. */
  readonly shallowSize: number
  readonly query: string
}

/** Bins from the smallest that holds something to the largest, empty ones between them included. */
export interface SizeDistribution {
  readonly shallow: readonly SizeBin[]
  readonly retained: readonly SizeBin[]
}

/** Which of the two searches found the objects, or that neither did. */
export type DistanceSide = 'globals' | 'system' | 'unreachable'

/** The objects that are so many steps away. */
export interface DistanceBin {
  readonly side: DistanceSide
  /** Steps from the globals; on the system side, from the root; 0 for what is unreachable. */
  readonly from: number
  /** Inclusive. */
  readonly to: number
  readonly count: number
  /** Bytes. */
  readonly shallowSize: number
  readonly query: string
}

export interface DistanceDistribution {
  /** Whether the capture marks globals; where not, all distances count from the root. */
  readonly fromGlobals: boolean
  /** Those that hold something, the nearest first, then the system side, then what is unreachable. */
  readonly bins: readonly DistanceBin[]
}

/** What a line of a series measures. `child` is the RSS of one child process. */
export const MEASURES = ['rss', 'pss', 'swap', 'traced', 'peak', 'child'] as const
export type Measure = (typeof MEASURES)[number]

/** One measure over time. */
export interface SeriesLine {
  readonly measure: Measure
  /** Of a child which one: what the file calls it. Empty otherwise. */
  readonly of: string
  /** Unix seconds, ascending. */
  readonly time: Float64Array
  /** Bytes. */
  readonly bytes: Float64Array
}

/** A call of a function that was watched. Times are Unix seconds. */
export interface SeriesCall {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly startBytes: number
  readonly endBytes: number
  /** Calls that were open around it, from 0; null where the file does not say. */
  readonly level: number | null
}

/** A run of the garbage collector. */
export interface SeriesPause {
  /** Unix seconds. */
  readonly time: number
  /** Seconds, or null where the file does not say. */
  readonly took: number | null
  readonly generation: number | null
  readonly collected: number | null
}

/** What a process used over time, as a sampler wrote it down. */
export interface Series {
  readonly tool: 'mprof' | 'heapscope'
  /** The command line of the process; null where it is not known or left out. */
  readonly command: string | null
  readonly pid: number | null
  /** Seconds between samples, as the sampler meant it. */
  readonly interval: number | null
  readonly lines: readonly SeriesLine[]
  readonly calls: readonly SeriesCall[]
  readonly pauses: readonly SeriesPause[]
  /** What of the file could not be read, a sentence each. */
  readonly notes: readonly string[]
}

export type VerdictKind = 'leak' | 'load' | 'plateau' | 'flat' | 'unclear' | 'short'

/** Whether memory leaks or follows load, see `judgeSeries`. Times in Unix seconds, sizes in bytes. */
export interface Verdict {
  readonly kind: VerdictKind
  /** Null where nothing is said. */
  readonly confidence: 'high' | 'medium' | 'low' | null
  /** When the part that is judged begins: what is before is taken for warm-up. */
  readonly from: number
  readonly to: number
  /** Bytes a second, the median over pairs of samples (Theil and Sen). */
  readonly slope: number
  /** The same of the least that each stretch of time came down to: what stays when load is gone. */
  readonly floorSlope: number
  /** Stretches of time, and in how many the least was above that of the one before. */
  readonly stretches: number
  readonly rises: number
  /** What a stretch typically has between its least and its most. */
  readonly swing: number
  /** By how much the floor rose over the part that is judged. */
  readonly growth: number
  /** The part of the growth that came in the second half of it, from 0 to 1; null where nothing grew. */
  readonly late: number | null
}

export interface LineSummary {
  readonly measure: Measure
  readonly of: string
  readonly samples: number
  readonly first: number
  readonly last: number
  readonly least: number
  readonly most: number
}

/** All calls of one function. */
export interface CalledFunction {
  readonly name: string
  readonly calls: number
  /** Between entering and leaving, summed over its calls, in seconds. */
  readonly seconds: number
  /** Bytes more when it was left than when it was entered, summed, and the most of one call. */
  readonly added: number
  readonly mostAdded: number
}

export interface SeriesSummary {
  readonly tool: Series['tool']
  readonly command: string | null
  readonly pid: number | null
  readonly interval: number | null
  /** Unix seconds of the first and the last sample. */
  readonly start: number
  readonly end: number
  readonly lines: readonly LineSummary[]
  readonly calls: number
  readonly pauses: number
  /** What watched functions added, the most first. */
  readonly functions: readonly CalledFunction[]
  readonly notes: readonly string[]
  readonly verdict: Verdict
}

/** A part of a series that can be drawn: of many samples in a small stretch the least and the most. */
export interface SeriesPart {
  readonly lines: readonly {
    readonly measure: Measure
    readonly of: string
    readonly time: number[]
    readonly bytes: number[]
  }[]
  /** The longest where there are too many. */
  readonly calls: readonly SeriesCall[]
  readonly allCalls: number
  readonly pauses: readonly SeriesPause[]
  readonly allPauses: number
}

export type SampleColumn = 'time' | 'measure' | 'bytes'

/** One sample of one line. */
export interface SampleRow {
  /** Unix seconds. */
  readonly time: number
  readonly measure: Measure
  readonly of: string
  readonly bytes: number
}

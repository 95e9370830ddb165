/** A line of a function that memory_profiler watched. Sizes in bytes; null where the line did not run. */
export interface ReportLine {
  readonly line: number
  readonly usage: number | null
  readonly increment: number | null
  /** Null where the line did not run, or the report is of a version that does not say. */
  readonly occurrences: number | null
  /** The source of the line. */
  readonly contents: string
}

/** The report of one function. */
export interface ReportedFunction {
  readonly file: string
  readonly lines: readonly ReportLine[]
}

/** What `python -m memory_profiler` prints. */
export interface LineReport {
  readonly functions: readonly ReportedFunction[]
  /** What could not be read, a sentence each. */
  readonly notes: readonly string[]
}

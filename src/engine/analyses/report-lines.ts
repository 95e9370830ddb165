import type { LineReport, ReportLine } from '../model/line-report.ts'

/** A line that ran, with its file. */
export interface RanLine extends ReportLine {
  readonly file: string
  readonly usage: number
  readonly increment: number
  /**
   * Whether it is the line where the function begins: its increment is the memory that was there when it was called, summed
   * over all calls, and nothing that it added.
   */
  readonly isEntry: boolean
}

/** The lines that ran, those that added most first; those where functions begin come last. */
export function linesByIncrement({ functions }: LineReport): RanLine[] {
  const all = functions.flatMap(({ file, lines }) => {
    const entry = lines.find(({ usage }) => usage !== null)
    return lines.flatMap((line) => {
      const { usage, increment } = line
      return usage === null || increment === null
        ? []
        : [{ ...line, file, usage, increment, isEntry: line === entry }]
    })
  })
  return all.sort((a, b) => Number(a.isEntry) - Number(b.isEntry) || b.increment - a.increment)
}

import type { LineReport } from '../model/line-report.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** What a file without objects tells beside its strings. */
type Told = Pick<Snapshot, 'series' | 'report'>

/**
 * The same without what may be a value or says who works where: the command line of a series, the source lines of a report
 * and the folders of its files. Names of functions go, as those of heaps do.
 */
export function redactedFile({ series, report }: Told): Told {
  return {
    ...(series && { series: { ...series, command: null } }),
    ...(report && { report: withoutSource(report) }),
  }
}

function withoutSource({ functions, notes }: LineReport): LineReport {
  const blank = functions.map(({ file, lines }) => ({
    file: file.slice(file.search(/[^/\\]*$/)),
    lines: lines.map((line) => ({ ...line, contents: '' })),
  }))
  return { functions: blank, notes }
}

/** How many command lines and source lines do not go. */
export function withheldLines({ series, report }: Told): number {
  const source =
    report?.functions.flatMap(({ lines }) => lines).filter(({ contents }) => contents !== '') ?? []
  return source.length + (series?.command ? 1 : 0)
}

/** The functions of a series, whose names go. */
export function watchedFunctions({ series }: Told): number {
  return new Set(series?.calls.map(({ name }) => name)).size
}

import { linesByIncrement } from '#engine/analyses/report-lines.ts'
import type { LineReport } from '#engine/model/line-report.ts'
import type { Io } from '../io.ts'
import { formatTable } from '../table.ts'
import { bytesCell, deltaCell, formatCount, formatName, paintFor } from '../text.ts'

/** The lines of a report that added most. */
export function reportText(report: LineReport, top: number, io: Io): string {
  const lines = linesByIncrement(report)
  const paint = paintFor(io)
  const rows = lines
    .slice(0, top)
    .map(({ file, line, increment, usage, occurrences, contents, isEntry }) => [
      isEntry ? 'on entry' : deltaCell(increment),
      bytesCell(usage),
      occurrences === null ? '' : formatCount(occurrences),
      `${formatName(file)}:${line}`,
      formatName(contents.trim() || ' '),
    ])
  const titles = ['increment', 'usage', 'occurrences'].map((title) => ({ title, align: 'right' as const }))
  const names = ['line', 'source'].map((title) => ({ title, align: 'left' as const }))
  const many = `${formatCount(lines.length)} lines that ran, of ${formatCount(report.functions.length)} functions`
  const shown =
    rows.length < lines.length ? `showing ${rows.length} of ${many}; --top ${lines.length} shows all` : many
  const notes = report.notes.map((note) => `\n${note}`).join('')
  return `${formatTable([...titles, ...names], rows, paint)}${paint.quiet(`${shown}${notes}`)}\n`
}

import { linesByIncrement } from '#engine/analyses/report-lines.ts'
import type { LineReport } from '#engine/model/line-report.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatCount, formatCountOf, formatDelta } from '#app/ui/format.ts'
import styles from './ReportPart.module.css'

interface ReportPartProps {
  readonly report: LineReport
}

/** The report of memory_profiler: each function as it prints it, with a bar for what a line added. */
export function ReportPart({ report }: ReportPartProps) {
  const ran = linesByIncrement(report)
  const most = ran.find(({ isEntry }) => !isEntry)
  return (
    <div className={styles['report']}>
      <p className={styles['facts']}>
        A line report of memory_profiler: {formatCountOf(report.functions.length, 'function')},{' '}
        {formatCountOf(ran.length, 'line')} that ran.
        {most && most.increment > 0 ? (
          <>
            {' '}
            Line {most.line} of {most.file} added most: <Bytes value={most.increment} />.
          </>
        ) : null}{' '}
        Increments are summed over all runs of a line, of the process as a whole; a function’s first line has
        what was there when it was called.
        {report.notes.map((note) => ` ${note}`)}
      </p>
      {report.functions.map((one, i) => (
        <FunctionTable key={i} file={one.file} lines={one.lines} largest={most?.increment ?? 0} />
      ))}
    </div>
  )
}

interface FunctionTableProps {
  readonly file: string
  readonly lines: LineReport['functions'][number]['lines']
  /** The increment that fills a bar. */
  readonly largest: number
}

function FunctionTable({ file, lines, largest }: FunctionTableProps) {
  const entry = lines.find(({ usage }) => usage !== null)
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={`Lines of ${file}`}>
      <table>
        <caption>{file}</caption>
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Usage</th>
            <th scope="col">Increment</th>
            <th scope="col">Occurrences</th>
            <th scope="col" className={styles['source']}>
              Source
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <tr key={i}>
              <th scope="row">{line.line}</th>
              <td>{line.usage === null ? '' : <Bytes value={line.usage} />}</td>
              <td className={styles['increment']}>
                {line.increment === null ? '' : line === entry ? 'on entry' : formatDelta(line.increment)}
                {line !== entry && (line.increment ?? 0) > 0 ? (
                  <span
                    className={styles['bar']}
                    style={{ width: `${(100 * line.increment!) / largest}%` }}
                  />
                ) : null}
              </td>
              <td>{line.occurrences === null ? '' : formatCount(line.occurrences)}</td>
              <td className={styles['source']}>
                <code>{line.contents}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

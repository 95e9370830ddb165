import { verdictWords } from '#engine/analyses/series-words.ts'
import { SAMPLE_TABLE } from '#engine/analyses/series-samples.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { SampleColumn, SampleRow, SeriesSummary } from '#engine/model/series.ts'
import { ask } from '#app/state/heap-store.ts'
import { setOptions } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { Button } from '#app/ui/Button.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatBytes, formatCountOf, formatDelta } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { Functions } from './Functions.tsx'
import { clockText, lineTitle } from './measures.ts'
import { OPTIONS } from './options.ts'
import { Sliders } from './Sliders.tsx'
import { TimeChart } from './TimeChart.tsx'
import styles from './TimeView.module.css'

/** Points a line is drawn with. */
const MOST_POINTS = 1200

/** What a process used over time, and whether that is a leak or load. */
export function TimeView() {
  const { value, error } = useAnswer('series')
  if (error) return <ErrorNote message={error.message} />
  if (value === undefined) return <p className={styles['waiting']}>Adding up samples…</p>
  // The frame says of other files why there is nothing; until it knows, they may come here.
  if (value === null) return null
  return <Whole summary={value} />
}

interface WholeProps {
  readonly summary: SeriesSummary
}

function Whole({ summary }: WholeProps) {
  const { start, end } = summary
  const { from = 0, to = end - start } = useOptions(OPTIONS)
  const isAll = from <= 0 && to >= end - start
  const stretch = from < to ? ([start + from, start + to] as const) : ([start, end] as const)
  const { value: part, error } = useAnswer('seriesPart', ...stretch, MOST_POINTS)
  const choose = (chosen: readonly [from: number, to: number] | null) => {
    const text = (moment: number): string => (moment - start).toFixed(3)
    setOptions({ from: chosen ? text(chosen[0]) : undefined, to: chosen ? text(chosen[1]) : undefined })
  }
  return (
    <div className={styles['view']}>
      <Verdict summary={summary} />
      {error ? <ErrorNote message={error.message} /> : null}
      {part ? (
        <TimeChart summary={summary} part={part} from={stretch[0]} to={stretch[1]} onChoose={choose} />
      ) : (
        <div className={styles['room']} />
      )}
      <Sliders start={start} end={end} from={stretch[0]} to={stretch[1]} onChoose={choose}>
        <Button look="text" disabled={isAll} onClick={() => choose(null)}>
          Whole series
        </Button>
      </Sliders>
      {summary.functions.length > 0 ? <Functions functions={summary.functions} /> : null}
      <Samples start={start} />
    </div>
  )
}

/** Leak or load, why, and how sure that is; then what the file is. */
function Verdict({ summary }: WholeProps) {
  const { verdict, command, start, end, lines, notes, calls, pauses } = summary
  const samples = lines.reduce((sum, line) => sum + line.samples, 0)
  const [kind, ...reason] = verdictWords(summary, formatBytes).split(': ')
  return (
    <div className={styles['verdict']}>
      <p data-kind={verdict.kind}>
        <b>{kind}:</b> {reason.join(': ')}
      </p>
      <p className={styles['facts']}>
        {command === null ? null : (
          <>
            <code>{command}</code>;{' '}
          </>
        )}
        {clockText(end - start)}, {formatCountOf(samples, 'sample')}; slope after the warm-up{' '}
        {formatDelta(Math.round(verdict.slope))} a second, the median over pairs of samples
        {calls > 0 ? `; ${formatCountOf(calls, 'call')} of watched functions` : ''}
        {pauses > 0 ? `; ${formatCountOf(pauses, 'run')} of the collector` : ''}.
        {notes.map((note) => (
          <span key={note}> {note}</span>
        ))}
      </p>
    </div>
  )
}

const IN_TIME: Sort<SampleColumn> = { column: 'time', descending: false }
const SAMPLES: RowSource<SampleRow, SampleColumn> = {
  key: 'series samples',
  fetch: (request) => ask('seriesSamples', request),
}
const keyOf = ({ time, measure, of }: SampleRow): string => `${time} ${measure} ${of}`

function columnsOf(start: number): readonly ListColumn<SampleRow, SampleColumn>[] {
  return [
    {
      id: 'time',
      label: 'After',
      help: 'Since the first sample',
      track: 'minmax(90px, 160px)',
      numeric: true,
      sortable: true,
      cell: ({ time }) => <span title={dateText(time)}>{clockText(time - start)}</span>,
      value: ({ time }) => time - start,
    },
    {
      id: 'measure',
      label: 'What',
      track: 'minmax(110px, 1fr)',
      sortable: true,
      cell: lineTitle,
      value: lineTitle,
    },
    {
      id: 'bytes',
      label: 'Size',
      track: 'minmax(90px, 160px)',
      numeric: true,
      sortable: true,
      cell: ({ bytes }) => <Bytes value={bytes} />,
      value: ({ bytes }) => bytes,
    },
  ]
}

/** A Unix moment as a date; one that no calendar has stays a number. */
function dateText(time: number): string {
  const date = new Date(time * 1000)
  return Number.isNaN(date.getTime()) ? `${time}` : date.toISOString()
}

/** The same as a table. */
function Samples({ start }: { readonly start: number }) {
  return (
    <div className={styles['table']}>
      <ListView
        label="Samples"
        noun={['sample', 'samples']}
        source={SAMPLES}
        columns={columnsOf(start)}
        firstSort={IN_TIME}
        keyOf={keyOf}
        filterTable={SAMPLE_TABLE}
        none="This series holds no samples."
      />
    </div>
  )
}

import { useMemo } from 'react'
import { ALLOCATED_CLASS_TABLE } from '#engine/analyses/stack-fields.ts'
import { allocatedQuery } from '#engine/analyses/timeline.ts'
import type {
  AllocatedClassColumn,
  AllocatedClassRow,
  Amount,
  TimelineBin,
  TimelineSummary,
} from '#engine/model/allocation-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { setOptions } from '#app/state/place-store.ts'
import { changeSelection, selectOnly } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Button } from '#app/ui/Button.tsx'
import { ByteText } from '#app/ui/ByteText.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatCountOf } from '#app/ui/format.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { allocatedColumns } from './allocated-columns.tsx'
import { OPTIONS } from './options.ts'
import { TimelineChart } from './TimelineChart.tsx'
import { chosenBins, momentText, sumOf } from './timeline-text.ts'
import { StretchSliders } from '#app/ui/time-chart/StretchSliders.tsx'
import styles from './Allocations.module.css'

const MOST_BINS = 160
const FIRST_SORT: Sort<AllocatedClassColumn> = { column: 'size', descending: true }
const keyOf = (row: AllocatedClassRow) => row.key
const queryOf = (row: AllocatedClassRow) => row.query

/** What was allocated over time and lives: a brush over the bins, and the classes of the stretch. */
export function TimelinePart({ summary }: { readonly summary: TimelineSummary }) {
  const { value: bins, error } = useAnswer('timelineBins', MOST_BINS, useScope())
  if (error) return <ErrorNote message={error.message} />
  if (!bins) return <p className={styles['waiting']}>Adding up the timeline…</p>
  if (bins.length === 0) return <Outside summary={summary} />
  return <Stretch summary={summary} bins={bins} />
}

interface StretchProps {
  readonly summary: TimelineSummary
  readonly bins: readonly TimelineBin[]
}

function Stretch({ summary, bins }: StretchProps) {
  const { from, to } = useOptions(OPTIONS)
  const [first, last] = chosenBins(bins, from, to)
  const choose = (chosen: readonly [first: number, last: number] | null) => {
    const whole = chosen === null || (chosen[0] === 0 && chosen[1] === bins.length - 1)
    setOptions({
      from: whole ? undefined : `${bins[chosen[0]]!.first}`,
      to: whole ? undefined : `${bins[chosen[1]]!.last}`,
    })
  }
  return (
    <>
      <Outside summary={summary} />
      <TimelineChart bins={bins} first={first} last={last} onChoose={choose} />
      <Sliders bins={bins} first={first} last={last} onChoose={choose} />
      <Chosen bins={bins} first={first} last={last} onAll={() => choose(null)} />
      <Classes first={bins[first]!.first} last={bins[last]!.last} total={sumOf(bins, first, last)} />
    </>
  )
}

/** What lives and was not allocated between two samples. */
function Outside({ summary }: { readonly summary: TimelineSummary }) {
  const { during, before, after, untimed } = summary
  return (
    <p className={styles['facts']}>
      {useScope() ? 'Of the selection, ' : ''}
      <Counted amount={during} /> were allocated between the samples and live; <Counted amount={before} />{' '}
      were there before, <Counted amount={after} /> came after the last sample, mostly by the capture itself,
      and <Counted amount={untimed} /> of the browser’s own say nothing of time. Sizes are those in the file,
      each object’s own.
    </p>
  )
}

function Counted({ amount }: { readonly amount: Amount }) {
  return (
    <>
      {formatCountOf(amount.count, 'object')} (<ByteText value={amount.size} />)
    </>
  )
}

interface ChosenProps {
  readonly bins: readonly TimelineBin[]
  readonly first: number
  readonly last: number
}

interface SlidersProps extends ChosenProps {
  readonly onChoose: (bins: readonly [first: number, last: number]) => void
}

function Sliders({ bins, first, last, onChoose }: SlidersProps) {
  const after = momentText(bins[first]!.after)
  const until = momentText(bins[last]!.last)
  return (
    <div className={styles['sliders']}>
      <StretchSliders
        most={bins.length - 1}
        begin={{
          text: `After ${after}`,
          spoken: `after ${after}`,
          place: first,
          onMove: (place) => onChoose([Math.min(last, place), last]),
        }}
        end={{
          text: `Up to ${until}`,
          spoken: `up to ${until}`,
          place: last,
          onMove: (place) => onChoose([first, Math.max(first, place)]),
        }}
      />
    </div>
  )
}

function Chosen({ bins, first, last, onAll }: ChosenProps & { readonly onAll: () => void }) {
  const query = allocatedQuery(bins[first]!.first, bins[last]!.last)
  const scope = useScope()
  const isAll = first === 0 && last === bins.length - 1
  return (
    <div className={styles['chosen']}>
      <p role="status">
        {isAll ? 'All of it: ' : 'In this stretch: '}
        {scope ? 'of the selection ' : ''}
        <b>
          <Counted amount={sumOf(bins, first, last)} />
        </b>{' '}
        still live.
      </p>
      <span className={styles['actions']}>
        {scope ? null : (
          <>
            <Button onClick={() => selectOnly(query)}>Select them</Button>
            <Button onClick={() => changeSelection('+', query)}>Add to the selection</Button>
          </>
        )}
        {isAll ? null : (
          <Button look="text" onClick={onAll}>
            Whole timeline
          </Button>
        )}
      </span>
    </div>
  )
}

interface ClassesProps {
  readonly first: number
  readonly last: number
  readonly total: Amount
}

function Classes({ first, last, total }: ClassesProps) {
  const { count, size } = total
  const scope = useScope()
  const columns = useMemo(() => allocatedColumns({ count, size }), [count, size])
  const source: RowSource<AllocatedClassRow, AllocatedClassColumn> = {
    key: `allocated ${first} ${last} ${JSON.stringify(scope)}`,
    fetch: (request) => ask('allocatedClasses', first, last, request, scope),
  }
  return (
    <div className={styles['table']}>
      <ListView
        label="Allocated classes"
        noun={['class', 'classes']}
        source={source}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        onActivate={(row) => selectOnly(row.query)}
        queryOf={queryOf}
        filterTable={ALLOCATED_CLASS_TABLE}
        remark="Enter selects a class’s objects; what counts with its owner is in no selection"
        none={`Nothing ${scope ? 'selected ' : ''}that was allocated in this stretch lives.`}
      />
    </div>
  )
}

import { type ReactNode, useMemo } from 'react'
import { CLASS_TREND_TABLE } from '#engine/questions/class-trend-list.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { ClassTrendColumn, ClassTrendRow } from '#engine/model/trend-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, setOptions, usePlace } from '#app/state/place-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { ClassLabel } from '#app/ui/ClassLabel.tsx'
import { formatCount, formatCountDelta, formatCountOf } from '#app/ui/format.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { OPTIONS } from './options.ts'
import { STEADILY, SteadyToggle } from './SteadyToggle.tsx'
import { Multiples } from './Multiples.tsx'
import { growthColumn, lastColumn, lineColumn, slopeColumn, STEADY } from './trend-columns.tsx'
import { HeadedView } from '#app/ui/HeadedView.tsx'

interface TrendsProps {
  readonly keys: readonly string[]
  /** What the captures are called, in their order. */
  readonly names: readonly string[]
  readonly choice: ReactNode
}

const FIRST_SORT: Sort<ClassTrendColumn> = { column: 'retainedSlope', descending: true }
const keyOf = (row: ClassTrendRow) => row.key
const queryOf = (row: ClassTrendRow) => row.query

/** How the retained sizes of classes changed from capture to capture. */
export function ClassTrends({ keys, names, choice }: TrendsProps) {
  const filter = usePlace((place) => place.filter)
  const first = useAnswer('trendClasses', keys, {
    start: 0,
    end: 6,
    sort: FIRST_SORT,
    filter: STEADILY,
    folded: true,
  })
  const most = useAnswer('trendClasses', keys, { start: 0, end: 1, sort: FIRST_SORT }).value?.rows[0]
  const folded = useOptions(OPTIONS).engine === 'folded'
  const left = useAnswer('trendClasses', keys, { start: 0, end: 0, filter, folded: true }).value?.folded ?? 0
  const columns = useMemo(() => columnsOf(names, most), [names, most])
  const source = useMemo(
    (): RowSource<ClassTrendRow, ClassTrendColumn> => ({
      key: `class trends ${folded} ${keys.join()}`,
      fetch: (request) => ask('trendClasses', keys, { ...request, folded }),
    }),
    [keys, folded],
  )
  const isSteady = filter === STEADILY
  return (
    <HeadedView
      head={
        <Multiples
          label="Classes that grew in every step"
          names={names}
          items={(first.value?.rows ?? []).map(({ key, name, kind, retained }) => ({
            key,
            title: <ClassLabel name={name} kind={kind} />,
            words: name,
            values: retained,
          }))}
        />
      }
    >
      <ListView
        label="Trend of classes"
        noun={['class', 'classes']}
        source={source}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        queryOf={queryOf}
        onActivate={(row) => row.query && go({ view: 'objects', filter: row.query })}
        filterTable={CLASS_TREND_TABLE}
        tools={
          <>
            {choice}
            <SteadyToggle pressed={isSteady} />
            {left > 0 ? (
              <Button
                aria-pressed={!folded}
                title="Code, hidden classes, contexts and other things the engine makes for itself"
                onClick={() => setOptions({ engine: folded ? 'shown' : undefined })}
              >
                {folded ? 'Show' : 'Fold'} the engine’s {formatCountOf(left, 'class', 'classes')}
              </Button>
            ) : null}
          </>
        }
        none="These captures have no classes."
      />
    </HeadedView>
  )
}

type Column = ListColumn<ClassTrendRow, ClassTrendColumn>

function columnsOf(names: readonly string[], most: ClassTrendRow | undefined): readonly Column[] {
  const columns: readonly ListColumn<ClassTrendRow, ClassTrendColumn | 'line' | 'steady'>[] = [
    {
      id: 'name',
      label: 'Class',
      track: 'minmax(110px, 1fr)',
      sortable: true,
      cell: ({ name, kind }) => <ClassLabel name={name} kind={kind} />,
      value: ({ key }) => key,
    },
    lineColumn(({ retained }) => retained, names),
    STEADY,
    {
      id: 'countSlope',
      label: 'Objects/step',
      help: 'How many more objects with each capture, by the straight line that fits best',
      track: '100px',
      numeric: true,
      sortable: true,
      from: 760,
      cell: ({ countSlope }) => formatCountDelta(Math.round(countSlope)),
      words: ({ counts }) => `objects ${counts.map(formatCount).join(', ')}`,
      value: ({ countSlope }) => countSlope,
    },
    slopeColumn('retainedSlope', ({ retainedSlope }) => retainedSlope, Math.abs(most?.retainedSlope ?? 1)),
    growthColumn(),
    lastColumn(({ retained }) => retained),
  ]
  // The list sorts by those alone that say so.
  return columns as readonly Column[]
}

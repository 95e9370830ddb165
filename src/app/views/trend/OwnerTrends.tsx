import { idText } from '#engine/base/id-text.ts'
import { type ReactNode, useMemo } from 'react'
import { OWNER_TREND_TABLE } from '#engine/questions/owner-trend-list.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { OwnerTrendColumn, OwnerTrendRow } from '#engine/model/trend-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { DeltaCell } from '#app/ui/DeltaCell.tsx'
import { formatCountOf } from '#app/ui/format.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { NodeName } from '#app/ui/NodeName.tsx'
import { STEADILY, SteadyToggle } from './SteadyToggle.tsx'
import { Multiples } from './Multiples.tsx'
import { growthColumn, lastColumn, lineColumn, slopeColumn, STEADY } from './trend-columns.tsx'
import { HeadedView } from '#app/ui/HeadedView.tsx'

interface OwnerTrendsProps {
  readonly keys: readonly string[]
  readonly names: readonly string[]
  readonly choice: ReactNode
}

const FIRST_SORT: Sort<OwnerTrendColumn> = { column: 'own', descending: true }
const keyOf = (row: OwnerTrendRow) => `@${row.node.id}`
const queryOf = (row: OwnerTrendRow) => queryOfObject(row.node)

/** Objects that are in all captures, by what gathers at them. */
export function OwnerTrends({ keys, names, choice }: OwnerTrendsProps) {
  const filter = usePlace((place) => place.filter)
  const selected = usePlace((place) => place.selected)
  const first = useAnswer('trendOwners', keys, { start: 0, end: 6, sort: FIRST_SORT, filter: STEADILY })
  const most = useAnswer('trendOwners', keys, { start: 0, end: 1, sort: FIRST_SORT }).value
  const columns = useMemo(() => columnsOf(names, most?.rows[0]), [names, most])
  const source = useMemo(
    (): RowSource<OwnerTrendRow, OwnerTrendColumn> => ({
      key: `owner trends ${keys.join()}`,
      fetch: (request) => ask('trendOwners', keys, request),
    }),
    [keys],
  )
  return (
    <HeadedView
      head={
        <Multiples
          label="Owners that grew in every step"
          names={names}
          items={(first.value?.rows ?? []).map(({ node, retained }) => ({
            key: String(node.id),
            title: <NodeName node={node} />,
            words: `${node.name} ${idText(node.id)}`,
            values: retained,
          }))}
        />
      }
    >
      <ListView
        label="Trend of owners"
        noun={['owner', 'owners']}
        source={source}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        queryOf={queryOf}
        onActivate={(row) => go({ selected: row.node.id })}
        isSelected={(row) => row.node.id === selected}
        filterTable={OWNER_TREND_TABLE}
        remark={
          most?.explained
            ? `${formatCountOf(most.explained, 'owner')} left out, whose growth one below explains`
            : ''
        }
        tools={
          <>
            {choice}
            <SteadyToggle pressed={filter === STEADILY} />
          </>
        }
        none="No object that is in all captures changed what it retains."
      />
    </HeadedView>
  )
}

type Column = ListColumn<OwnerTrendRow, OwnerTrendColumn>

function columnsOf(names: readonly string[], most: OwnerTrendRow | undefined): readonly Column[] {
  const columns: readonly ListColumn<OwnerTrendRow, OwnerTrendColumn | 'line' | 'steady'>[] = [
    {
      id: 'name',
      label: 'Owner',
      track: 'minmax(110px, 1fr)',
      sortable: true,
      cell: ({ node }) => <NodeName node={node} />,
      value: ({ node }) => `${node.name} ${idText(node.id)}`,
    },
    lineColumn(({ retained }) => retained, names),
    STEADY,
    {
      id: 'own',
      label: 'Gathers here',
      help: 'The part of its growth that none of the owners below it has',
      track: 'minmax(92px, min(200px, 20%))',
      numeric: true,
      sortable: true,
      cell: ({ own }) => <DeltaCell value={own} max={Math.abs(most?.own ?? 1)} unit="bytes" />,
      value: ({ own }) => own,
    },
    { ...slopeColumn('slope', ({ slope }: OwnerTrendRow) => slope, Math.abs(most?.slope ?? 1)), from: 760 },
    growthColumn(),
    lastColumn(({ retained }) => retained),
  ]
  // The list sorts by those alone that say so.
  return columns as readonly Column[]
}

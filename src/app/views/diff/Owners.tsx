import { useMemo } from 'react'
import { OWNER_TABLE } from '#engine/questions/owner-list.ts'
import type { OwnerColumn, OwnerPage, OwnerRow } from '#engine/model/diff-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { formatCountOf, formatDelta } from '#app/ui/format.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { showObject } from './ClassChanges.tsx'
import styles from './DiffView.module.css'
import { OPTIONS } from './options.ts'
import { ownerColumns } from './owner-columns.tsx'
import { HeadedView } from '#app/ui/HeadedView.tsx'

const FIRST_SORT: Sort<OwnerColumn> = { column: 'growth', descending: true }
const SOURCE: RowSource<OwnerRow, OwnerColumn> = {
  key: 'owners',
  fetch: (request) => ask('growthOwners', request),
}
const keyOf = (row: OwnerRow) => `@${row.node.id}`
const queryOf = (row: OwnerRow) => queryOfObject(row.node)

/** Who is responsible: objects that are in both captures, by what came and went beneath them. */
export function Owners() {
  const filter = usePlace((place) => place.filter)
  const { is } = useOptions(OPTIONS)
  const first = useAnswer('growthOwners', { start: 0, end: 50, filter })
  const largest = Math.max(1, ...(first.value?.rows ?? []).map(({ growth }) => Math.abs(growth)))
  const columns = useMemo(() => ownerColumns(largest), [largest])
  return (
    <HeadedView head={<p className={styles['rest']}>{first.value ? restWords(first.value) : '\u00a0'}</p>}>
      <ListView
        label="Owners of what changed"
        noun={['owner', 'owners']}
        source={SOURCE}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        onActivate={(row) => showObject(row.node)}
        isSelected={(row) => `@${row.node.id}` === is}
        queryOf={queryOf}
        filterTable={OWNER_TABLE}
        none="Nothing came or went beneath any object that is in both captures."
      />
    </HeadedView>
  )
}

function restWords({ totals, unattributed, total }: OwnerPage): string {
  return `${formatDelta(totals.growth)} beneath ${formatCountOf(total, 'object')} that both captures have; ${formatDelta(unattributed.growth)} hang on the roots themselves and have no owner.`
}

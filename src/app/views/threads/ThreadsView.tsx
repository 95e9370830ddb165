import { useMemo } from 'react'
import { FRAME_TABLE } from '#engine/analyses/python/threads.ts'
import type { EdgeColumn, EdgeRow, Sort } from '#engine/model/rows.ts'
import type { FrameColumn, FrameRow } from '#engine/model/thread-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { HeadedView } from '#app/ui/HeadedView.tsx'
import { Lead } from '#app/ui/Lead.tsx'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { frameColumns, MEMBER_COLUMN } from './columns.tsx'
import styles from './Threads.module.css'

const SOURCE: RowSource<FrameRow, FrameColumn> = {
  key: 'frames',
  fetch: (request) => ask('frames', request),
}
/** The variables of a call are what its node refers to. */
const MEMBERS: Members<FrameRow, FrameColumn, EdgeRow, EdgeColumn> = {
  fetch: (key, request) => ask('references', Number(key), request),
  sortOf: ({ column, descending }) => ({ column: MEMBER_COLUMN[column], descending }),
  countOf: (row) => row.locals,
  none: 'None of its variables has a value.',
}
const FIRST_SORT: Sort<FrameColumn> = { column: 'order', descending: false }
const keyOf = (row: FrameRow) => String(row.node.node)
const queryOf = (row: FrameRow) => row.query
const memberQueryOf = ({ node }: EdgeRow) => queryOfObject(node)

/** What each thread of a Python program was doing, and what its variables hold. */
export function ThreadsView() {
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const columns = useMemo(() => frameColumns(total), [total])
  return (
    <HeadedView
      head={
        <div className={styles['about']}>
          <Lead>
            The calls that were under way, thread by thread, the innermost first. A call opens to its local
            variables. What it retains alone is what would be freed if only this call were over: a value that
            its caller holds too is not freed then.
          </Lead>
        </div>
      }
    >
      <ListView
        label="Calls"
        noun={['call', 'calls']}
        source={SOURCE}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        members={MEMBERS}
        onMember={({ node }) => go({ selected: node.id })}
        isMemberSelected={({ node }) => node.id === selected}
        queryOf={queryOf}
        memberQueryOf={memberQueryOf}
        filterTable={FRAME_TABLE}
        none="No call was under way."
      />
    </HeadedView>
  )
}

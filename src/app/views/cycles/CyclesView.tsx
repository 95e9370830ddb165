import { useMemo } from 'react'
import { CYCLE_TABLE } from '#engine/analyses/cycles/list-cycles.ts'
import type { CycleRow } from '#engine/model/cycle-rows.ts'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { useIsPython } from '#app/state/family.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { ByteText } from '#app/ui/ByteText.tsx'
import { formatCountOf } from '#app/ui/format.ts'
import { HeadedView } from '#app/ui/HeadedView.tsx'
import { Lead } from '#app/ui/Lead.tsx'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { cycleColumns, MEMBER_COLUMN, type ShownColumn } from './columns.tsx'
import styles from './Cycles.module.css'

const SOURCE: RowSource<CycleRow, ShownColumn> = {
  key: 'cycles',
  fetch: ({ sort, ...request }) => {
    // The column of names has no order.
    if (!sort || sort.column === 'weak') return ask('cycles', request)
    return ask('cycles', { ...request, sort: { ...sort, column: sort.column } })
  },
}
const MEMBERS: Members<CycleRow, ShownColumn, NodeRow, NodeColumn> = {
  fetch: (key, request) => ask('matching', { ...request, filter: key }, null),
  sortOf: ({ column, descending }) => ({ column: MEMBER_COLUMN[column], descending }),
  countOf: (row) => row.objects,
  none: 'None of these has a size of its own.',
}
const FIRST_SORT: Sort<ShownColumn> = { column: 'retainedSize', descending: true }
const keyOf = (row: CycleRow) => row.query

/** Objects that lead to each other, with what would have to be weak for them not to. */
export function CyclesView() {
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const columns = useMemo(() => cycleColumns(total), [total])
  return (
    <HeadedView
      head={
        <div className={styles['about']}>
          <About />
        </div>
      }
    >
      <ListView
        label="Cycles"
        noun={['row of cycles', 'rows of cycles']}
        source={SOURCE}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        members={MEMBERS}
        onMember={(node) => go({ selected: node.id })}
        isMemberSelected={(node) => node.id === selected}
        queryOf={keyOf}
        memberQueryOf={queryOfObject}
        filterTable={CYCLE_TABLE}
        none="No two objects lead to each other, and none leads to itself."
      />
    </HeadedView>
  )
}

function About() {
  const isPython = useIsPython()
  const { value } = useAnswer('cycleSummary')
  return (
    <>
      <Lead>
        {isPython
          ? 'Objects that lead to each other are not freed by reference counts, only by the collector, when it comes to them. Modules, classes, the dictionaries of both, and code are left out, since every program ties them together; what is in a cycle only through them is a row of its own.'
          : 'Objects that lead to each other. Functions, code and the engine’s own objects are left out, since every program ties them together; what is in a cycle only through them is a row of its own.'}
      </Lead>
      {value && value.cycles > 0 ? (
        <p className={styles['facts']}>
          {formatCountOf(value.cycles, 'cycle')} of {formatCountOf(value.objects, 'object')}{' '}
          {value.cycles === 1 ? 'retains' : 'together retain'} <ByteText value={value.retainedSize} />.{' '}
          {value.garbage.cycles > 0 ? (
            <>
              {formatCountOf(value.garbage.cycles, 'cycle')} of{' '}
              {formatCountOf(value.garbage.objects, 'object')} only{' '}
              {value.garbage.cycles === 1 ? 'waits' : 'wait'} for the collector:{' '}
              <ByteText value={value.garbage.retainedSize} />.
            </>
          ) : null}
        </p>
      ) : null}
    </>
  )
}

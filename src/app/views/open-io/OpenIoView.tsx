import { useMemo } from 'react'
import { IO_TABLE } from '#engine/analyses/python/list-io.ts'
import type { IoColumn, IoRow } from '#engine/model/io-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { HeadedView } from '#app/ui/HeadedView.tsx'
import { Lead } from '#app/ui/Lead.tsx'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { ioColumns } from './columns.tsx'
import styles from './OpenIo.module.css'

const SOURCE: RowSource<IoRow, IoColumn> = {
  key: 'openIo',
  fetch: (request) => ask('openIoList', request),
}
const FIRST_SORT: Sort<IoColumn> = { column: 'retainedSize', descending: true }
const keyOf = (row: IoRow) => String(row.node.node)
const queryOf = (row: IoRow) => row.query

/** What a Python program has open, or has not let go of since it closed it. */
export function OpenIoView() {
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const columns = useMemo(() => ioColumns(total), [total])
  return (
    <HeadedView
      head={
        <div className={styles['about']}>
          <Lead>
            Files, sockets, connections and memory maps that the program still refers to, with what holds
            them. The layers of a file are one row. Whether one was closed, how a file was opened and which
            descriptor a socket has stand here as far as the capture knows them.
          </Lead>
        </div>
      }
    >
      <ListView
        label="Open files"
        noun={['open file', 'open files']}
        source={SOURCE}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        onActivate={({ node }) => go({ selected: node.id })}
        isSelected={({ node }) => node.id === selected}
        queryOf={queryOf}
        filterTable={IO_TABLE}
        none="No file, socket, connection or memory map is in this capture."
      />
    </HeadedView>
  )
}

import { useMemo } from 'react'
import type { FreedClass, Removed, WhatIf } from '#engine/model/retainer-rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { go } from '#app/state/place-store.ts'
import { type Answer, useAnswer } from '#app/state/use-answer.ts'
import { ByteText } from '#app/ui/ByteText.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatCount, formatCountOf, formatShowing } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { useRowActions } from '#app/ui/list/use-row-actions.ts'
import { visibleName } from '#app/ui/node-title.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import styles from './RetainersView.module.css'

type ColumnId = 'name' | 'count' | 'bytes' | 'all'

function columnsOf(freed: number): readonly Column<FreedClass, ColumnId>[] {
  return [
    {
      id: 'name',
      label: 'Class',
      track: 'minmax(130px, 1fr)',
      cell: (row) => (
        <span className={styles['boxCell']}>
          <KindBadge kind={row.kind} />
          <bdi dir="ltr" className={styles['boxName']}>
            {visibleName(row.name)}
          </bdi>
        </span>
      ),
      value: (row) => row.key,
    },
    {
      id: 'count',
      label: 'Freed',
      help: 'Objects of the class that go',
      track: '80px',
      numeric: true,
      cell: (row) => formatCount(row.freed.count),
      value: (row) => row.freed.count,
    },
    {
      id: 'all',
      label: 'Of',
      help: 'All objects of the class',
      track: '80px',
      numeric: true,
      from: 440,
      cell: (row) => formatCount(row.all.count),
      words: (row) => `of ${formatCount(row.all.count)}`,
      value: (row) => row.all.count,
    },
    {
      id: 'bytes',
      label: 'Their size',
      track: 'minmax(88px, 220px)',
      numeric: true,
      cell: (row) => <SizeCell value={row.freed.bytes} of={freed} max={freed} />,
      value: (row) => row.freed.bytes,
    },
  ]
}

const queryOf = (row: FreedClass) => row.query

interface FreedPanelProps {
  readonly terms: readonly Term[]
  readonly removed: Removed
}

/** What would be freed: without what was taken out, or where nothing was, without the selected objects themselves. */
export function FreedPanel({ terms, removed }: FreedPanelProps) {
  const isCut = removed.cuts.length + removed.ignored.length > 0
  return isCut ? <FreedByCuts terms={terms} removed={removed} /> : <FreedWithThem terms={terms} />
}

function FreedByCuts({ terms, removed }: FreedPanelProps) {
  return <Classes answer={useAnswer('whatIf', terms, removed)} when={() => 'Without what is taken out'} />
}

function FreedWithThem({ terms }: { readonly terms: readonly Term[] }) {
  const when = ({ selected }: WhatIf) => `If ${formatCountOf(selected.count, 'selected object')} went away`
  return <Classes answer={useAnswer('freedWith', terms)} when={when} />
}

interface ClassesProps {
  readonly answer: Answer<WhatIf>
  readonly when: (value: WhatIf) => string
}

function Classes({ answer: { value, error, pending }, when }: ClassesProps) {
  const columns = useMemo(() => columnsOf(value?.freed.bytes ?? 0), [value])
  const actions = useRowActions(columns, queryOf)
  if (error) return <ErrorNote message={error.message} />
  if (!value) return <p className={styles['words']}>Marking what is left…</p>
  const { freed, classes, classCount } = value
  return (
    <div className={styles['freedPane']}>
      <p className={styles['words']} role="status">
        {when(value)},{' '}
        <strong>
          <ByteText value={freed.bytes} />
        </strong>{' '}
        would be freed in {formatCountOf(freed.count, 'object')} of{' '}
        {formatCountOf(classCount, 'class', 'classes')}
        {classes.length < classCount ? ` (${formatShowing(classes.length, classCount)})` : ''}.
      </p>
      <div className={styles['freedTable']}>
        <VirtualTable
          label="Classes of what is freed"
          columns={columns}
          count={classes.length}
          rowAt={(index) => classes[index]}
          onActivate={(row) => go({ view: 'classes', filter: '', open: [row.key] })}
          actions={actions}
          busy={pending}
          empty={<EmptyState>Nothing would be freed: everything is held some other way.</EmptyState>}
        />
      </div>
    </div>
  )
}

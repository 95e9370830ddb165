import { useMemo } from 'react'
import type { PathBox } from '#engine/model/retainer-rows.ts'
import { go } from '#app/state/place-store.ts'
import { takeOut } from '#app/state/without.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { ExportMenu } from '#app/ui/list/ExportMenu.tsx'
import { useRowActions } from '#app/ui/list/use-row-actions.ts'
import type { RowAction } from '#app/ui/table/actions.ts'
import type { Column } from '#app/ui/table/columns.ts'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import { allComeThrough, boxEdgeText, boxName, boxNumber, isFold, type Way } from './box-words.ts'
import { type TreeRow, treeRows } from './tree-rows.ts'
import styles from './RetainersView.module.css'

interface PathTableProps {
  readonly boxes: readonly PathBox[]
  readonly way: Way
  readonly label: string
  readonly busy: boolean
  readonly onOpen: (fold: string) => void
}

type ColumnId = 'box' | 'edge' | 'paths' | 'bytes' | 'selected' | 'all'

const COLUMNS: readonly Column<TreeRow, ColumnId>[] = [
  {
    id: 'box',
    label: 'Retainer',
    track: 'minmax(150px, 1fr)',
    cell: ({ box }) => <BoxCell box={box} />,
    value: ({ box }) => `${boxName(box)} ${boxNumber(box)}`.trim(),
  },
  {
    id: 'edge',
    label: 'Held by',
    help: 'The reference that leads here from the retainer above',
    track: 'minmax(70px, 200px)',
    from: 420,
    cell: ({ box }) => <span className={styles['edgeCell']}>{edgeOf(box)}</span>,
    words: ({ box }) => edgeOf(box) || null,
    value: ({ box }) => edgeOf(box),
  },
  {
    id: 'paths',
    label: 'Paths',
    help: 'Selected objects whose path comes through here',
    track: '76px',
    numeric: true,
    cell: ({ box }) => formatCount(box.through.count),
    value: ({ box }) => box.through.count,
  },
  {
    id: 'bytes',
    label: 'Their size',
    help: 'The shallow sizes of these selected objects',
    track: '90px',
    numeric: true,
    from: 440,
    cell: ({ box }) => <Bytes value={box.through.bytes} />,
    words: ({ box }) => formatBytes(box.through.bytes),
    value: ({ box }) => box.through.bytes,
  },
  {
    id: 'selected',
    label: 'Here',
    help: 'Selected objects among these retainers themselves',
    track: '70px',
    numeric: true,
    from: 520,
    cell: ({ box }) => (box.selected.count === 0 ? '' : formatCount(box.selected.count)),
    words: ({ box }) =>
      box.selected.count === 0 ? null : `${formatCount(box.selected.count)} selected here`,
    value: ({ box }) => box.selected.count,
  },
  {
    id: 'all',
    label: 'Every path',
    help: 'Whether every path to every selected object comes through here',
    track: '82px',
    from: 600,
    cell: ({ box }) => (allComeThrough(box) ? '◆ yes' : ''),
    words: ({ box }) => (allComeThrough(box) ? 'every path comes through here' : null),
    value: ({ box }) => allComeThrough(box),
  },
]

const OTHER_WORDS: Partial<Record<ColumnId, { readonly label: string; readonly help?: string }>> = {
  box: { label: 'Object' },
  edge: { label: 'Reference', help: 'The reference that leads here from the object above' },
  paths: { label: 'Objects', help: 'The objects that are first reached by way of this one, itself included' },
  bytes: { label: 'Their size', help: 'The shallow sizes of these objects' },
}

const REFERENCE_COLUMNS: readonly Column<TreeRow, ColumnId>[] = COLUMNS.flatMap((column) => {
  const words = OTHER_WORDS[column.id]
  return words ? [{ ...column, ...words }] : []
})

/** The boxes of the drawing as a table: the same rows, in the order of the tree. */
export function PathTable({ boxes, way, label, busy, onOpen }: PathTableProps) {
  const rows = useMemo(() => treeRows(boxes), [boxes])
  const columns = way === 'kept' ? COLUMNS : REFERENCE_COLUMNS
  const common = useRowActions(columns, queryOf)
  const actions = useMemo(() => (way === 'kept' ? [...removing(), ...common] : common), [way, common])
  const activate = ({ box }: TreeRow) => {
    if (isFold(box)) onOpen(box.id)
    else if (box.node) go({ selected: box.node.id })
  }
  const fetch = async (start: number, end: number) => ({
    start,
    rows: rows.slice(start, end),
    total: rows.length,
    all: rows.length,
  })
  return (
    <div className={styles['freedPane']}>
      <div className={styles['tableTools']}>
        <ExportMenu
          name={way === 'kept' ? 'paths' : 'references'}
          total={rows.length}
          columns={columns}
          fetch={fetch}
        />
      </div>
      <VirtualTable
        label={label}
        tree
        columns={columns}
        count={rows.length}
        rowAt={(index) => rows[index]}
        traits={({ level, position, siblings, box }) => ({
          level,
          position,
          setSize: siblings,
          ...(isFold(box) ? { open: false } : {}),
        })}
        onActivate={activate}
        onToggle={(row) => activate(row)}
        actions={actions}
        parentOf={(index) => rows[index]?.parent ?? null}
        busy={busy}
        empty={<EmptyState>There are no paths.</EmptyState>}
      />
    </div>
  )
}

function BoxCell({ box }: { readonly box: PathBox }) {
  return (
    <span className={styles['boxCell']}>
      {box.classRow ? <KindBadge kind={box.classRow.kind} /> : null}
      <bdi dir="ltr" className={styles['boxName']}>
        {boxName(box)}
      </bdi>
      <span className={styles['boxNumber']}>{boxNumber(box)}</span>
    </span>
  )
}

function edgeOf({ kind, edge, above }: PathBox): string {
  return kind === 'objects' && edge && above !== null ? boxEdgeText(edge) : ''
}

const queryOf = ({ box }: TreeRow) => box.query

function removing(): readonly RowAction<TreeRow>[] {
  return [
    {
      id: 'cut',
      title: 'Cut the reference to it',
      key: 'c',
      run: ({ box }) => {
        if (box.edge && box.kind === 'objects') takeOut(box.edge.cut)
      },
    },
    {
      id: 'ignore',
      title: 'Ignore it as a retainer',
      key: 'i',
      run: ({ box }) => {
        if (box.classRow) takeOut(box.node ? `@${box.node.id}` : box.classRow.key)
      },
    },
  ]
}

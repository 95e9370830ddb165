import type { GroupColumn, GroupRow } from '#engine/model/dominator-rows.ts'
import type { Folded } from '#engine/model/rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { Explain } from '#app/ui/Explain.tsx'
import { FoldedName, foldedText } from '#app/ui/FoldedName.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import { explainName } from '#app/ui/plain-words.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import type { TreeLine } from '#app/ui/tree.ts'
import type { GroupItem } from './group-items.ts'
import styles from './DominatorsView.module.css'

type GroupTreeColumn = Column<TreeLine<GroupItem>, GroupColumn>
type Sizes = Pick<GroupRow, 'size' | 'own'>

/** The columns of the tree by class or module; `total` is the size of the heap. */
export function groupColumns(by: 'class' | 'module', total: number): readonly GroupTreeColumn[] {
  return [
    {
      id: 'name',
      label: by === 'class' ? 'Class' : 'Module',
      track: 'minmax(150px, 1fr)',
      sortable: true,
      cell: of(
        (row) => <Name row={row} />,
        (folded) => <FoldedName folded={folded} noun={FOLDED_NOUN} />,
      ),
      value: of(
        ({ name }) => name,
        (folded) => foldedText(folded, FOLDED_NOUN),
      ),
    },
    {
      id: 'size',
      label: 'Retained',
      help: 'Freed if these objects went away, and no others',
      track: 'minmax(88px, min(240px, 30%))',
      numeric: true,
      sortable: true,
      cell: ofSizes(({ size }) => <SizeCell value={size} of={total} max={total} />),
      value: ofSizes(({ size }) => size),
    },
    {
      id: 'own',
      label: 'Shallow',
      help: 'The objects themselves, with the stores they alone own',
      track: '88px',
      numeric: true,
      sortable: true,
      from: 420,
      cell: ofSizes(({ own }) => <Bytes value={own} />),
      words: ofSizes(({ own }) => `Shallow ${formatBytes(own)}`),
      value: ofSizes(({ own }) => own),
    },
    {
      id: 'count',
      label: 'Count',
      track: '76px',
      numeric: true,
      sortable: true,
      from: 360,
      cell: of(({ count }) => <>{formatCount(count)}</>),
      words: of(({ count }) => formatCountOf(count, 'object')),
      value: of(({ count }) => count),
    },
  ]
}

const FOLDED_NOUN = ['class of engine internals', 'classes of engine internals'] as const

function of<Value>(read: (row: GroupRow) => Value, fold: (folded: Folded) => Value | null = () => null) {
  return (line: TreeLine<GroupItem>): Value | null => {
    if (line.kind !== 'item') return null
    return line.item.kind === 'fold' ? fold(line.item.folded) : read(line.item.row)
  }
}

function ofSizes<Value>(read: (sizes: Sizes) => Value) {
  return of(read, ({ shallowSize, retainedSize }) => read({ own: shallowSize, size: retainedSize ?? 0 }))
}

function Name({ row }: { readonly row: GroupRow }) {
  const words = explainName(row.name)
  return (
    <span className={styles['group']}>
      <KindBadge kind={row.kind} />
      <Explain words={words}>
        <bdi dir="ltr" className={styles['groupName']} title={words ? undefined : row.name}>
          {visibleName(row.name)}
        </bdi>
      </Explain>
    </span>
  )
}

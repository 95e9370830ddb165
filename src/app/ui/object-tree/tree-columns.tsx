import { idText } from '#engine/base/id-text.ts'
import type { NodeRow } from '#engine/model/rows.ts'
import type { ObjectTab } from '#app/state/place.ts'
import { Bytes } from '../Bytes.tsx'
import { DistanceCell } from '../DistanceCell.tsx'
import { EdgeName } from '../EdgeName.tsx'
import { FoldedName, foldedText } from '../FoldedName.tsx'
import { edgeText } from '../edge-text.ts'
import { describeDistance, DISTANCE_HELP, formatBytes } from '../format.ts'
import { NodeName } from '../NodeName.tsx'
import { nodeTitle } from '../node-title.ts'
import { SizeCell } from '../SizeCell.tsx'
import type { Column } from '../table/columns.ts'
import type { TreeLine } from '../tree.ts'
import type { ObjectItem, TreeColumn } from './tree-items.ts'
import styles from './ObjectTree.module.css'

type Line = TreeLine<ObjectItem>

/** What a column says of a line that is a node. */
function ofRow<Value>(read: (row: NodeRow) => Value) {
  return (line: Line): Value | null =>
    line.kind === 'item' && line.item.kind === 'node' ? read(line.item.row) : null
}

/** What a column says of the sizes of a node, or of all that is folded. */
function ofSizes<Value>(
  read: (sizes: Pick<NodeRow, 'shallowSize' | 'retainedSize'>, isFold: boolean) => Value,
) {
  return (line: Line): Value | null => {
    if (line.kind !== 'item') return null
    return line.item.kind === 'fold' ? read(line.item.folded, true) : read(line.item.row, false)
  }
}

const FIRST_LABEL: Readonly<Record<ObjectTab, string>> = {
  references: 'Reference',
  retainers: 'Held by',
  dominated: 'Object',
}

/** The columns of a tree; `total` is the size of the heap. */
export function treeColumns(tab: ObjectTab, total: number): readonly Column<Line, TreeColumn>[] {
  return [
    {
      id: 'edge',
      label: FIRST_LABEL[tab],
      track: 'minmax(150px, 1fr)',
      sortable: true,
      cell: (line) => (line.kind === 'item' ? <Name line={line} tab={tab} /> : null),
      value: (line) => (line.kind === 'item' ? nameText(line.item) : null),
    },
    {
      id: 'retainedSize',
      label: 'Retained',
      help: 'Freed if the object went away',
      track: 'minmax(80px, 24%)',
      numeric: true,
      sortable: true,
      cell: ofSizes((sizes, isFold) =>
        isFold && sizes.retainedSize === null ? null : (
          <SizeCell value={sizes.retainedSize} of={total} max={total} />
        ),
      ),
      value: ofSizes(({ retainedSize }) => retainedSize),
    },
    {
      id: 'shallowSize',
      label: 'Shallow',
      help: 'The object itself, with the stores it alone owns',
      track: '84px',
      numeric: true,
      sortable: true,
      from: 440,
      cell: ofSizes(({ shallowSize }) => <Bytes value={shallowSize} />),
      words: ofSizes(({ shallowSize }) => `Shallow ${formatBytes(shallowSize)}`),
      value: ofSizes(({ shallowSize }) => shallowSize),
    },
    {
      id: 'distance',
      label: 'Distance',
      help: DISTANCE_HELP,
      track: '76px',
      numeric: true,
      sortable: true,
      from: 520,
      cell: ofRow(({ distance }) => <DistanceCell distance={distance} />),
      words: ofRow(({ distance }) => `Distance ${describeDistance(distance).text}`),
    },
  ]
}

interface NameProps {
  readonly line: Extract<Line, { kind: 'item' }>
  readonly tab: ObjectTab
}

/** The same as text, with the object's id. */
function nameText(item: ObjectItem): string {
  if (item.kind === 'fold') return foldedText(item.folded)
  const { edge, row } = item
  const object = `${nodeTitle(row)} ${idText(row.id)}`
  return edge ? `${edgeText(edge.edgeType, edge.edgeName, edge.written)} ${object}` : object
}

/** The reference and the object at its other end: `.cache  Map @5`, or for retainers `.cache in Object @1`. */
function Name({ line: { item, looped }, tab }: NameProps) {
  if (item.kind === 'fold') return <FoldedName folded={item.folded} />
  const { edge, row } = item
  return (
    <span className={styles['item']}>
      {edge ? (
        <span className={styles['edge']}>
          <EdgeName
            type={edge.edgeType}
            name={edge.edgeName}
            written={edge.written}
            essential={edge.essential}
          />
        </span>
      ) : null}
      {edge && tab === 'retainers' ? <span className={styles['joint']}>in</span> : null}
      <span className={styles['object']}>
        <NodeName node={row} />
      </span>
      {looped ? (
        <span className={styles['loop']} title="It stands further up on this branch already">
          ↻ again
        </span>
      ) : null}
    </span>
  )
}

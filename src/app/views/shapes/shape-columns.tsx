import type { NodeRow } from '#engine/model/rows.ts'
import type { ShapeColumn, ShapeRow } from '#engine/model/shape-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { oneLine } from '#app/ui/node-title.ts'
import { CountCell, SizeCell } from '#app/ui/SizeCell.tsx'
import styles from './ShapesView.module.css'

const NUMBER = { numeric: true, sortable: true } as const

/** The columns of shapes; `total` is the size of the heap, `most` the largest count of a shape. */
export function shapeColumns(
  total: number,
  most: number,
): readonly ListColumn<ShapeRow, ShapeColumn, NodeRow>[] {
  return [
    {
      id: 'name',
      label: 'Shape',
      track: 'minmax(130px, 1fr)',
      sortable: true,
      cell: (row) => <ShapeName name={row.name} />,
      member: (node) => <NodeName node={node} />,
      value: (row) => row.name,
    },
    {
      ...NUMBER,
      id: 'properties',
      label: 'Properties',
      help: 'How many properties the list has',
      track: '92px',
      from: 760,
      cell: (row) => formatCount(row.properties),
      words: (row) => formatCountOf(row.properties, 'property', 'properties'),
      value: (row) => row.properties,
    },
    {
      ...NUMBER,
      id: 'count',
      label: 'Count',
      help: 'Plain objects with exactly these properties in this order',
      track: 'minmax(64px, min(130px, 20% - 56px))',
      cell: (row) => <CountCell value={row.count} max={most} />,
      value: (row) => row.count,
    },
    {
      ...NUMBER,
      id: 'shallowSize',
      label: 'Shallow',
      help: 'The objects themselves, with the stores they alone own',
      track: '84px',
      from: 460,
      cell: (row) => <Bytes value={row.shallowSize} />,
      member: (node) => <Bytes value={node.shallowSize} />,
      words: (row) => `Shallow ${formatBytes(row.shallowSize)}`,
      memberWords: (node) => `Shallow ${formatBytes(node.shallowSize)}`,
      value: (row) => row.shallowSize,
    },
    {
      ...NUMBER,
      id: 'shallowEach',
      label: 'Each',
      help: 'Shallow size of one object on average',
      track: '84px',
      from: 900,
      cell: (row) => <Bytes value={Math.round(row.shallowSize / row.count)} />,
      words: (row) => `${formatBytes(Math.round(row.shallowSize / row.count))} each on average`,
      value: (row) => row.shallowSize / row.count,
    },
    {
      ...NUMBER,
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if all objects of the shape went away',
      track: 'minmax(88px, min(220px, 30% - 60px))',
      cell: (row) => <SizeCell value={row.retainedSize} of={total} max={total} />,
      member: (node) => <SizeCell value={node.retainedSize} of={total} max={total} />,
      value: (row) => row.retainedSize,
    },
  ]
}

function ShapeName({ name }: { readonly name: string }) {
  const text = name === '{}' ? '{} no properties' : oneLine(name)
  return (
    <span className={styles['shape']}>
      <KindBadge kind="object" />
      <bdi dir="ltr" className={styles['name']} title={text}>
        {text}
      </bdi>
    </span>
  )
}

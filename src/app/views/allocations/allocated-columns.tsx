import type { AllocatedClassColumn, AllocatedClassRow, Amount } from '#engine/model/allocation-rows.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import { OriginalName } from '#app/ui/OriginalName.tsx'
import { CountCell, SizeCell } from '#app/ui/SizeCell.tsx'
import { SourceText } from '#app/ui/SourceText.tsx'
import name from '#app/ui/NodeName.module.css'

/** The columns of the classes of a stretch; `total` is the stretch. */
export function allocatedColumns(
  total: Amount,
): readonly ListColumn<AllocatedClassRow, AllocatedClassColumn>[] {
  return [
    {
      id: 'name',
      label: 'Class',
      track: 'minmax(120px, 1fr)',
      sortable: true,
      cell: (row) => (
        <span className={name['node']}>
          <KindBadge kind={row.kind} />
          <OriginalName name={visibleName(row.name)} source={row.source} className={name['name']} />
          {row.source?.url ? <SourceText source={row.source} className={name['source']} /> : null}
        </span>
      ),
      value: (row) => row.key,
    },
    {
      id: 'count',
      label: 'Count',
      help: 'Objects that were allocated then and live',
      track: 'minmax(64px, min(160px, 22% - 30px))',
      numeric: true,
      sortable: true,
      cell: (row) => <CountCell value={row.count} max={total.count} />,
      value: (row) => row.count,
    },
    {
      id: 'size',
      label: 'Size',
      help: 'Their bytes, as the file states them',
      track: 'minmax(88px, min(240px, 32% - 60px))',
      numeric: true,
      sortable: true,
      cell: (row) => <SizeCell value={row.size} of={total.size} max={total.size} />,
      value: (row) => row.size,
    },
  ]
}

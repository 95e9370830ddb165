import type { ModuleRow, PackageColumn, PackageRow } from '#engine/model/package-rows.ts'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { visibleName } from '#app/ui/node-title.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import styles from './Packages.module.css'

/** The columns of packages; `total` is the size of the heap. */
export function packageColumns(total: number): readonly ListColumn<PackageRow, PackageColumn, ModuleRow>[] {
  const sized = (value: number) => <SizeCell value={value} of={total} max={total} />
  return [
    {
      id: 'name',
      label: 'Package',
      track: 'minmax(130px, 1fr)',
      sortable: true,
      cell: (row) => <Name name={row.name} isWords={row.isStandard} />,
      member: (row) => <Name name={row.name} isWords={false} />,
      value: (row) => row.name,
    },
    {
      id: 'modules',
      label: 'Modules',
      help: 'Modules that were imported; a package opens to these',
      track: '80px',
      numeric: true,
      sortable: true,
      from: 420,
      cell: (row) => formatCount(row.modules),
      words: (row) => formatCountOf(row.modules, 'module'),
      value: (row) => row.modules,
    },
    {
      id: 'objects',
      label: 'Objects',
      help: 'Modules, their dictionaries, and the functions and classes that they define',
      track: '80px',
      numeric: true,
      sortable: true,
      from: 560,
      cell: (row) => formatCount(row.objects),
      member: (row) => formatCount(row.objects),
      words: (row) => formatCountOf(row.objects, 'object'),
      value: (row) => row.objects,
    },
    {
      id: 'shallowSize',
      label: 'Shallow',
      help: 'These objects themselves',
      track: 'minmax(84px, min(180px, 22% - 60px))',
      numeric: true,
      sortable: true,
      from: 680,
      cell: (row) => sized(row.shallowSize),
      member: (row) => sized(row.shallowSize),
      words: (row) => `Shallow ${formatBytes(row.shallowSize)}`,
      memberWords: (row) => `Shallow ${formatBytes(row.shallowSize)}`,
      value: (row) => row.shallowSize,
    },
    {
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if these objects went away: of a package exactly, of a module as far as single dominators tell. Select a module to see the exact figure.',
      track: 'minmax(92px, min(220px, 30% - 80px))',
      numeric: true,
      sortable: true,
      cell: (row) => sized(row.retainedSize),
      member: (row) => sized(row.retainedSize),
      value: (row) => row.retainedSize,
    },
  ]
}

function Name({ name, isWords }: { readonly name: string; readonly isWords: boolean }) {
  return (
    <bdi dir="ltr" className={isWords ? styles['words'] : styles['name']} title={name}>
      {visibleName(name)}
    </bdi>
  )
}

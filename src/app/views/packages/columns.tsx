import type { ModuleRow, PackageColumn, PackageRow } from '#engine/model/package-rows.ts'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { sizeColumns } from '#app/ui/list/size-columns.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import named from '#app/ui/NamedCell.module.css'
import styles from './Packages.module.css'

/** The columns of packages; `total` is the size of the heap. */
export function packageColumns(total: number): readonly ListColumn<PackageRow, PackageColumn, ModuleRow>[] {
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
    ...sizeColumns(total, {
      shallow: { help: 'These objects themselves', track: 'minmax(84px, min(180px, 22% - 60px))', from: 680 },
      retained: {
        help: 'What would be freed if these objects went away: of a package exactly, of a module as far as single dominators tell. Select a module to see the exact figure.',
        track: 'minmax(92px, min(220px, 30% - 80px))',
      },
    }),
  ]
}

function Name({ name, isWords }: { readonly name: string; readonly isWords: boolean }) {
  return (
    <bdi dir="ltr" className={isWords ? styles['words'] : named['text']} title={name}>
      {visibleName(name)}
    </bdi>
  )
}

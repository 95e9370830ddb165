import { ArrowDown, ArrowUp } from 'lucide-react'
import type { Sort } from '#engine/model/rows.ts'
import { nextSort } from './columns.ts'
import type { Column } from './columns.ts'
import styles from './VirtualTable.module.css'

interface TableHeaderProps<Row, Id extends string> {
  readonly columns: readonly Column<Row, Id>[]
  readonly sort: Sort<Id> | undefined
  readonly onSort: ((sort: Sort<Id>) => void) | undefined
}

/** The header row: each sortable column is a button that says which way it is sorted. */
export function TableHeader<Row, Id extends string>({ columns, sort, onSort }: TableHeaderProps<Row, Id>) {
  return (
    <div role="row" aria-rowindex={1} className={`${styles['line']} ${styles['header']}`}>
      {columns.map((column) => {
        const sorted = sort?.column === column.id ? sort : undefined
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
            className={column.numeric ? styles['number'] : undefined}
            title={column.help}
          >
            {column.sortable && onSort ? (
              <button type="button" className={styles['sort']} onClick={() => onSort(nextSort(sort, column))}>
                {column.label}
                {sorted ? <Arrow descending={sorted.descending} /> : null}
              </button>
            ) : (
              <span className={styles['heading']}>{column.label}</span>
            )}
          </div>
        )
      })}
    </div>
  )
}

function Arrow({ descending }: { readonly descending: boolean }) {
  const Icon = descending ? ArrowDown : ArrowUp
  return <Icon size={12} aria-hidden="true" />
}

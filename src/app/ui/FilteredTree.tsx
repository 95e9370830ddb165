import type { ReactNode } from 'react'
import { formatCount, formatCountOf } from './format.ts'
import { FilterBox } from './list/FilterBox.tsx'
import type { FilterSchema } from './filter/filter-schema.ts'
import styles from './FilteredTree.module.css'

interface FilteredTreeProps {
  /** One and several of its rows. */
  readonly noun: readonly [singular: string, plural: string]
  /** What the box is called; without it after the rows: `Filter classes`. */
  readonly label?: string
  readonly table: FilterSchema
  readonly filter: string
  readonly onFilter: (text: string) => void
  /** How many rows the first level has, and how many of them pass; null until known. */
  readonly all: number | null
  readonly passing: number
  /** The tree. */
  readonly children: ReactNode
}

/** A tree below a filter of its first level. */
export function FilteredTree(props: FilteredTreeProps) {
  const { noun, all, passing, filter } = props
  const words = all === null ? '' : formatCountOf(all, ...noun)
  return (
    <div className={styles['filtered']}>
      <FilterBox
        label={props.label ?? `Filter ${noun[1]}`}
        value={filter}
        onChange={props.onFilter}
        table={props.table}
        outcome={words === '' || filter.trim() === '' ? words : `showing ${formatCount(passing)} of ${words}`}
        problem={null}
      />
      {props.children}
    </div>
  )
}

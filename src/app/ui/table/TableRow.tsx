import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo } from 'react'
import type { ReactNode } from 'react'
import { shallow } from 'zustand/shallow'
import { type Column, hiddenWords } from './columns.ts'
import styles from './VirtualTable.module.css'

/** What a row is, beside its cells. */
export interface RowTraits {
  /** Its depth in a tree, from 1. */
  readonly level?: number
  /** Whether it is open; left out where it cannot be opened. */
  readonly open?: boolean
  readonly selected?: boolean
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position?: number
  readonly setSize?: number
  /** Dimmed, since it does not count. */
  readonly quiet?: boolean
  /** Shown across all columns in place of cells. */
  readonly wide?: ReactNode
}

/** What can happen to a row. Stable between renders, or all rows would be drawn anew with each. */
export interface RowEvents {
  readonly click: (index: number) => void
  readonly toggle: (index: number, open: boolean) => void
  readonly focus: (index: number) => void
}

interface TableRowProps<Row, Id extends string> {
  readonly index: number
  readonly row: Row | undefined
  readonly traits: RowTraits
  readonly columns: readonly Column<Row, Id>[]
  /** Those without room too: the row says in words what they would show. */
  readonly allColumns: readonly Column<Row, Id>[]
  readonly top: number
  readonly height: number
  readonly tabbable: boolean
  readonly events: RowEvents
}

/**
 * One row. A row that is still on its way is a quiet bar of the right height. While a table is scrolled, most rows stay
 * what they are, and are not drawn anew.
 */
export const TableRow = memo(DrawnRow, isSameRow) as typeof DrawnRow

function isSameRow<Row, Id extends string>(
  { traits: before, ...old }: TableRowProps<Row, Id>,
  { traits, ...props }: TableRowProps<Row, Id>,
): boolean {
  return shallow(old, props) && shallow(before, traits)
}

function DrawnRow<Row, Id extends string>(props: TableRowProps<Row, Id>) {
  const { index, row, traits, columns, events } = props
  const classes = [styles['line'], styles['row'], traits.quiet ? styles['quiet'] : ''].join(' ')
  return (
    // The keyboard is handled once, by the table around all rows.
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={traits.level}
      aria-expanded={traits.open}
      aria-selected={traits.selected}
      aria-posinset={traits.position}
      aria-setsize={traits.setSize}
      data-index={index}
      tabIndex={props.tabbable ? 0 : -1}
      className={classes}
      title={row === undefined ? undefined : hiddenWords(props.allColumns, columns, row)}
      style={{ transform: `translateY(${props.top}px)`, height: props.height }}
      onClick={() => events.click(index)}
      onFocus={() => events.focus(index)}
    >
      {row === undefined ? (
        <Skeleton columns={columns.length} />
      ) : traits.wide === undefined ? (
        columns.map((column, place) => (
          <div key={column.id} role="gridcell" className={column.numeric ? styles['number'] : styles['cell']}>
            {place === 0 ? <Twist traits={traits} onToggle={(open) => events.toggle(index, open)} /> : null}
            {column.cell(row)}
          </div>
        ))
      ) : (
        <div role="gridcell" aria-colspan={columns.length} className={styles['wide']}>
          <Indent level={traits.level} />
          {traits.wide}
        </div>
      )}
    </div>
  )
}

function Skeleton({ columns }: { readonly columns: number }) {
  return (
    <div role="gridcell" aria-colspan={columns} className={styles['wide']}>
      <span className={styles['skeleton']}>
        <span className={styles['unseen']}>Loading…</span>
      </span>
    </div>
  )
}

function Indent({ level }: { readonly level: number | undefined }) {
  return level === undefined ? null : (
    <span className={styles['indent']} style={{ '--level': Math.min(level - 1, 12) }} />
  )
}

interface TwistProps {
  readonly traits: RowTraits
  readonly onToggle: (open: boolean) => void
}

/** Indent and arrow for the mouse; for the keyboard and for screen readers the row itself opens. */
function Twist({ traits, onToggle }: TwistProps) {
  if (traits.level === undefined) return null
  const { open } = traits
  return (
    <>
      <Indent level={traits.level} />
      {open === undefined ? (
        <span className={styles['twist']} />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className={styles['twist']}
          onClick={(event) => {
            event.stopPropagation()
            onToggle(!open)
          }}
        >
          {open ? <ChevronDown size={13} /> : <ChevronRight size={13} />}
        </button>
      )}
    </>
  )
}

import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactElement, ReactNode } from 'react'
import type { Sort } from '#engine/model/rows.ts'
import { actionOf, type RowAction } from './actions.ts'
import { gridTemplate, visibleColumns } from './columns.ts'
import type { Column } from './columns.ts'
import { keyAction } from './keys.ts'
import { TableHeader } from './TableHeader.tsx'
import { TableRow } from './TableRow.tsx'
import type { RowEvents, RowTraits } from './TableRow.tsx'
import { usePressedRow } from './use-pressed-row.ts'
import { useRows } from './use-rows.ts'
import styles from './VirtualTable.module.css'

export interface GridProps<Row, Id extends string> {
  /** What the rows are, for screen readers. */
  readonly label: string
  /** Whether rows open into others. */
  readonly tree?: boolean
  readonly columns: readonly Column<Row, Id>[]
  readonly count: number
  /** Row `index`, or undefined while it is on its way. */
  readonly rowAt: (index: number) => Row | undefined
  readonly traits?: (row: Row, index: number) => RowTraits
  /** Called with the rows on screen, `end` exclusive, whenever they change. */
  readonly onRange?: (start: number, end: number) => void
  readonly sort?: Sort<Id> | undefined
  readonly onSort?: (sort: Sort<Id>) => void
  /** Enter, space or a click. */
  readonly onActivate?: (row: Row, index: number) => void
  readonly onToggle?: (row: Row, index: number, open: boolean) => void
  /** What else can be done with a row: its menu, and keys while it has the focus. */
  readonly actions?: readonly RowAction<Row>[]
  /** The same for a row wherever it stands; where rows change places under the pointer, clicks need it. */
  readonly nameOf?: (row: Row) => string
  /** The row above `index` in the tree. */
  readonly parentOf?: (index: number) => number | null
  /** A row to scroll to as soon as it is known; only once. */
  readonly reveal?: number | null
  /** Whether what is shown is about to be replaced. */
  readonly busy?: boolean
  /** Shown below the header when there are no rows. */
  readonly empty?: ReactNode
}

const NO_TRAITS: RowTraits = {}
const NO_ACTIONS: readonly never[] = []

/**
 * A table of any length of which only the rows on screen exist. One row takes part in the Tab order; from there the
 * arrow keys move. That row stays in the document while it is scrolled out of sight, so that focus is never lost.
 */
export function Grid<Row, Id extends string>(props: GridProps<Row, Id>) {
  const { count, rowAt, actions = NO_ACTIONS } = props
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useRows(scroller, { count, onRange: props.onRange, reveal: props.reveal })
  const { active, width } = rows
  const columns = useMemo(() => visibleColumns(props.columns, width), [props.columns, width])

  const traitsOf = (row: Row | undefined, index: number) =>
    row === undefined ? NO_TRAITS : (props.traits?.(row, index) ?? NO_TRAITS)

  const pressed = usePressedRow(rowAt, props.nameOf)
  const events = useStableEvents({
    click: (index) => {
      const row = rowAt(index)
      if (pressed.isAnother(index, row)) return
      rows.setActive(index)
      if (row !== undefined) props.onActivate?.(row, index)
    },
    focus: (index) => rows.setActive(index),
    toggle: (index, open) => {
      const row = rowAt(index)
      if (pressed.isAnother(index, row)) return
      rows.setActive(index)
      if (row !== undefined) props.onToggle?.(row, index, open)
    },
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return
    const row = rowAt(active)
    const wanted = row === undefined ? undefined : actionOf(actions, event)
    if (wanted && row !== undefined && !isCopyOfText(event)) {
      event.preventDefault()
      event.stopPropagation()
      wanted.run(row)
      return
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const { open } = traitsOf(row, active)
    const parent = props.parentOf?.(active) ?? null
    const action = keyAction(event.key, { active, count, page: rows.page, open, parent })
    if (!action) return
    event.preventDefault()
    if (action.do === 'move') rows.moveTo(action.to)
    else if (row === undefined) return
    else if (action.do === 'toggle') props.onToggle?.(row, active, action.open)
    else props.onActivate?.(row, active)
  }

  // While nothing but the place changes, an element stays the same for its row, and React passes over it.
  const drawn = useMemo(
    () => ({ rows: new Map<number, ReactElement>() }),
    // eslint-disable-next-line react/exhaustive-deps
    [props, columns, rows.height, rows.shift, active],
  )
  const before = drawn.rows
  // Only those that are shown now are held.
  drawn.rows = new Map(
    rows.shown.map(({ index, top }) => [index, before.get(index) ?? rowElement(index, top)]),
  )

  function rowElement(index: number, top: number): ReactElement {
    const row = rowAt(index)
    return (
      <TableRow
        key={index}
        index={index}
        row={row}
        traits={traitsOf(row, index)}
        columns={columns}
        allColumns={props.columns}
        top={top}
        height={rows.height}
        tabbable={index === active}
        events={events}
      />
    )
  }

  return (
    <div
      ref={scroller}
      role={props.tree ? 'treegrid' : 'grid'}
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      aria-busy={props.busy}
      className={styles['scroller']}
      style={{ '--tracks': gridTemplate(columns) }}
      onKeyDown={onKeyDown}
      onPointerDown={pressed.press}
    >
      <div role="rowgroup" className={styles['head']}>
        <TableHeader columns={columns} sort={props.sort} onSort={props.onSort} />
      </div>
      {count === 0 ? <div className={styles['none']}>{props.empty}</div> : null}
      <div role="rowgroup" className={styles['body']} style={{ height: rows.totalHeight }}>
        {[...drawn.rows.values()]}
      </div>
    </div>
  )
}

/** Handlers that stay the same from render to render and do what the latest ones do. */
function useStableEvents(events: RowEvents): RowEvents {
  const latest = useRef(events)
  useLayoutEffect(() => {
    latest.current = events
  })
  const [stable] = useState<RowEvents>(() => ({
    click: (index) => latest.current.click(index),
    focus: (index) => latest.current.focus(index),
    toggle: (index, open) => latest.current.toggle(index, open),
  }))
  return stable
}

/** Copying what is marked on the page is the browser's. */
function isCopyOfText(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && document.getSelection()?.isCollapsed === false
}

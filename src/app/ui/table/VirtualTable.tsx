import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { Sort } from '#engine/model/rows.ts'
import { gridTemplate, visibleColumns } from './columns.ts'
import type { Column } from './columns.ts'
import { keyAction } from './keys.ts'
import { TableHeader } from './TableHeader.tsx'
import { TableRow } from './TableRow.tsx'
import type { RowTraits } from './TableRow.tsx'
import { useRowHeight } from './use-row-height.ts'
import { useSize } from './use-size.ts'
import styles from './VirtualTable.module.css'

interface VirtualTableProps<Row, Id extends string> {
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
const HEADER_HEIGHT = 28

/**
 * A table of any length of which only the rows on screen exist. One row takes part in the Tab order; from there the
 * arrow keys move. That row stays in the document while it is scrolled out of sight, so that focus is never lost.
 */
export function VirtualTable<Row, Id extends string>(props: VirtualTableProps<Row, Id>) {
  const { count, rowAt, onRange } = props
  const scroller = useRef<HTMLDivElement>(null)
  const { width, height: room } = useSize(scroller)
  const height = useRowHeight()
  const [wanted, setActive] = useState(0)
  const active = Math.max(0, Math.min(wanted, count - 1))
  const moved = useRef(false)
  const columns = useMemo(() => visibleColumns(props.columns, width), [props.columns, width])

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: HEADER_HEIGHT,
    scrollMargin: HEADER_HEIGHT,
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range)
      return active < count && !rows.includes(active) ? [...rows, active].toSorted((a, b) => a - b) : rows
    },
  })
  const { startIndex: first, endIndex: last } = virtual.range ?? { startIndex: 0, endIndex: 0 }

  useEffect(() => virtual.measure(), [virtual, height])
  // When the room shrinks (the sheet of the selected object comes up), the row one is at stays in sight.
  const at = useRef(active)
  useEffect(() => {
    at.current = active
  })
  useEffect(() => {
    const box = scroller.current
    // The virtualizer may not know the new height yet.
    if (!box?.contains(document.activeElement)) return
    const top = at.current * height
    box.scrollTop = Math.max(Math.min(box.scrollTop, top), top + height + HEADER_HEIGHT - room)
  }, [room, height])
  const revealed = useRef(false)
  useEffect(() => {
    if (revealed.current || props.reveal === undefined || props.reveal === null) return
    revealed.current = true
    setActive(props.reveal)
    virtual.scrollToIndex(props.reveal, { align: 'auto' })
  }, [virtual, props.reveal])
  useEffect(() => {
    if (count > 0) onRange?.(first, Math.min(count, last + 8))
  }, [first, last, count, onRange])
  useEffect(() => {
    if (!moved.current) return
    moved.current = false
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true })
  }, [active])

  const traitsOf = (row: Row | undefined, index: number) =>
    row === undefined ? NO_TRAITS : (props.traits?.(row, index) ?? NO_TRAITS)

  const click = (row: Row | undefined, index: number) => {
    setActive(index)
    if (row !== undefined) props.onActivate?.(row, index)
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row') return
    const row = rowAt(active)
    const { open } = traitsOf(row, active)
    const page = Math.max(1, Math.floor(room / height) - 2)
    const action = keyAction(event.key, {
      active,
      count,
      page,
      open,
      parent: props.parentOf?.(active) ?? null,
    })
    if (!action) return
    event.preventDefault()
    if (action.do === 'move') {
      moved.current = action.to !== active
      setActive(action.to)
      virtual.scrollToIndex(action.to)
    } else if (row !== undefined) {
      if (action.do === 'toggle') props.onToggle?.(row, active, action.open)
      else props.onActivate?.(row, active)
    }
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
    >
      <div role="rowgroup" className={styles['head']}>
        <TableHeader columns={columns} sort={props.sort} onSort={props.onSort} />
      </div>
      {count === 0 ? <div className={styles['none']}>{props.empty}</div> : null}
      <div role="rowgroup" className={styles['body']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rowAt(item.index)
          return (
            <TableRow
              key={item.key}
              index={item.index}
              row={row}
              traits={traitsOf(row, item.index)}
              columns={columns}
              top={item.start - HEADER_HEIGHT}
              height={height}
              tabbable={item.index === active}
              onClick={() => click(row, item.index)}
              onFocus={() => setActive(item.index)}
              onToggle={(open) => {
                setActive(item.index)
                if (row !== undefined) props.onToggle?.(row, item.index, open)
              }}
            />
          )
        })}
      </div>
    </div>
  )
}

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import type { VirtualItem } from '@tanstack/react-virtual'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useRowHeight } from './use-row-height.ts'
import { useSize } from './use-size.ts'

/** Height of the header row, which stays at the top while the rows scroll below it. */
export const HEADER_HEIGHT = 28
/** Rows drawn and asked for beyond those in sight. */
const MARGIN_ROWS = 8

interface RowsOptions {
  readonly count: number
  readonly onRange: ((start: number, end: number) => void) | undefined
  readonly reveal: number | null | undefined
}

/** The rows of a table on screen. */
export interface Rows {
  readonly items: readonly VirtualItem[]
  readonly totalHeight: number
  readonly height: number
  /** Width of the table. */
  readonly width: number
  /** How many rows a page up or down passes. */
  readonly page: number
  /** The row that takes part in the Tab order. */
  readonly active: number
  readonly setActive: (row: number) => void
  /** Makes `row` the active one, with focus and in sight. */
  readonly moveTo: (row: number) => void
}

/** Decides which rows exist, which of them is the active one, and keeps that one in sight. */
export function useRows(scroller: RefObject<HTMLElement | null>, options: RowsOptions): Rows {
  const { count, onRange, reveal } = options
  const { width, height: room } = useSize(scroller)
  const height = useRowHeight()
  const [wanted, setActive] = useState(0)
  const active = Math.max(0, Math.min(wanted, count - 1))
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: MARGIN_ROWS,
    scrollPaddingStart: HEADER_HEIGHT,
    scrollMargin: HEADER_HEIGHT,
    // The active row stays in the document while it is out of sight, so that focus is never lost.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range)
      return active < count && !rows.includes(active) ? [...rows, active].toSorted((a, b) => a - b) : rows
    },
  })
  const { startIndex: first, endIndex: last } = virtual.range ?? { startIndex: 0, endIndex: 0 }

  useEffect(() => virtual.measure(), [virtual, height])
  useEffect(() => {
    if (count > 0) onRange?.(first, Math.min(count, last + MARGIN_ROWS))
  }, [first, last, count, onRange])
  useKeepInSight(scroller, active, height, room)

  const moved = useRef(false)
  useEffect(() => {
    if (!moved.current) return
    moved.current = false
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true })
  }, [scroller, active])

  const revealed = useRef(false)
  useEffect(() => {
    if (revealed.current || reveal === undefined || reveal === null) return
    revealed.current = true
    setActive(reveal)
    if (!isInSight(scroller.current, reveal, height)) virtual.scrollToIndex(reveal, { align: 'center' })
  }, [scroller, virtual, reveal, height])

  return {
    items: virtual.getVirtualItems(),
    totalHeight: virtual.getTotalSize(),
    height,
    width,
    page: Math.max(1, Math.floor(room / height) - 2),
    active,
    setActive,
    moveTo: (row) => {
      moved.current = row !== active
      setActive(row)
      virtual.scrollToIndex(row)
    },
  }
}

/** When the room shrinks (the sheet of the selected object comes up), the row that has the focus stays in sight. */
function useKeepInSight(
  scroller: RefObject<HTMLElement | null>,
  active: number,
  height: number,
  room: number,
): void {
  const latest = useRef(active)
  useEffect(() => {
    latest.current = active
  })
  useEffect(() => {
    const box = scroller.current
    // Done by hand: the virtualizer may not know the new room yet.
    if (!box?.contains(document.activeElement)) return
    const top = latest.current * height
    box.scrollTop = Math.max(Math.min(box.scrollTop, top), top + height + HEADER_HEIGHT - room)
  }, [scroller, height, room])
}

function isInSight(box: HTMLElement | null, row: number, height: number): boolean {
  if (!box) return false
  const top = row * height - box.scrollTop
  return top >= 0 && top + height + HEADER_HEIGHT <= box.clientHeight
}

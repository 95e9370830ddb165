import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { flushSync } from 'react-dom'
import { MOST_PIXELS, ScaledScroll } from './scaled-scroll.ts'
import { useRowHeight } from './use-row-height.ts'
import { useSize } from './use-size.ts'

/** Height of the header row, which stays at the top while the rows scroll below it. */
const HEADER_HEIGHT = 28
/** Rows drawn and asked for beyond those in sight. */
const MARGIN_ROWS = 8

interface RowsOptions {
  readonly count: number
  readonly onRange: ((start: number, end: number) => void) | undefined
  readonly reveal: number | null | undefined
}

/** What part of the rows is in sight, as `ScaledScroll` tells it. */
type Place = Pick<ScaledScroll, 'offset' | 'shift'>

/** A row that exists. */
export interface ShownRow {
  readonly index: number
  /** Pixels below the top of the table's body. */
  readonly top: number
}

/** The rows of a table on screen. */
export interface Rows {
  readonly shown: readonly ShownRow[]
  /** How far rows are drawn above where they would stand unscaled. */
  readonly shift: number
  /** Height of the table's body. */
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

/**
 * Decides which rows exist, which of them is the active one, and keeps that one in sight. All rows are of one height, so
 * that a table of ten million costs no more than one of ten.
 */
export function useRows(scroller: RefObject<HTMLElement | null>, options: RowsOptions): Rows {
  const { count, onRange, reveal } = options
  const { width, height: boxHeight } = useSize(scroller)
  const room = Math.max(0, boxHeight - HEADER_HEIGHT)
  const height = useRowHeight()
  const [wanted, setActive] = useState(0)
  const active = Math.max(0, Math.min(wanted, count - 1))
  const [scroll] = useState(() => new ScaledScroll())
  const [at, setAt] = useState<Place>({ offset: 0, shift: 0 })

  const place = useCallback(
    (real: number | null) => {
      if (real !== null && scroller.current) scroller.current.scrollTop = real
      const { offset, shift } = scroll
      // Within the same rows there is nothing to draw.
      const isSame = (before: Place): boolean =>
        before.shift === shift &&
        Math.floor(before.offset / height) === Math.floor(offset / height) &&
        Math.ceil((before.offset + room) / height) === Math.ceil((offset + room) / height)
      setAt((before) => (isSame(before) ? before : { offset, shift }))
    },
    [scroll, scroller, height, room],
  )
  const total = count * height
  const totalHeight = Math.min(total, MOST_PIXELS)
  useLayoutEffect(() => place(scroll.resize(total, room)), [scroll, total, room, place])
  useEffect(() => {
    const box = scroller.current
    if (!box) return undefined
    // At once, or rows would come a frame after the place they belong to.
    const follow = () => flushSync(() => place(scroll.scrolled(box.scrollTop)))
    box.addEventListener('scroll', follow, { passive: true })
    return () => box.removeEventListener('scroll', follow)
  }, [scroller, scroll, place])

  const bringIntoSight = useCallback(
    (row: number, align: 'nearest' | 'center') => {
      const top = row * height
      const { offset } = scroll
      if (top >= offset && top + height <= offset + room) return
      const nearest = top < offset ? top : top + height - room
      place(scroll.moveTo(align === 'center' ? top - (room - height) / 2 : nearest))
    },
    [scroll, height, room, place],
  )

  const first = Math.max(0, Math.min(Math.floor(at.offset / height), count - 1))
  const last = Math.min(count, Math.ceil((at.offset + room) / height))
  useEffect(() => {
    if (count > 0) onRange?.(first, Math.min(count, last + MARGIN_ROWS))
  }, [first, last, count, onRange])

  // When the room shrinks (the sheet of the selected object comes up), the row that has the focus stays in sight.
  const latest = useRef(active)
  useEffect(() => {
    latest.current = active
  })
  useEffect(() => {
    if (scroller.current?.contains(document.activeElement)) bringIntoSight(latest.current, 'nearest')
  }, [scroller, bringIntoSight])

  const moved = useRef(false)
  useEffect(() => {
    if (!moved.current) return
    moved.current = false
    scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"]`)?.focus({ preventScroll: true })
  }, [scroller, active])

  const revealed = useRef(false)
  useEffect(() => {
    if (revealed.current || reveal === undefined || reveal === null || room === 0) return
    revealed.current = true
    setActive(reveal)
    bringIntoSight(reveal, 'center')
  }, [reveal, room, bringIntoSight])

  return {
    shown: shownRows(first, last, active, count).map((index) => ({
      index,
      // The active row may be far away: out of sight, but never outside the body, which would grow by it.
      top: Math.max(-2 * height, Math.min(index * height - at.shift, totalHeight - height)),
    })),
    shift: at.shift,
    totalHeight,
    height,
    width,
    page: Math.max(1, Math.floor(room / height) - 1),
    active,
    setActive,
    moveTo: (row) => {
      moved.current = row !== active
      setActive(row)
      bringIntoSight(row, 'nearest')
    },
  }
}

/**
 * The rows that exist, ascending: those in sight, some beyond, and the active one wherever it is, so that focus is never
 * lost.
 */
function shownRows(first: number, last: number, active: number, count: number): number[] {
  const from = Math.max(0, first - MARGIN_ROWS)
  const to = Math.min(count, last + MARGIN_ROWS)
  const rows = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
  if (count === 0 || (active >= from && active < to)) return rows
  return active < from ? [active, ...rows] : [...rows, active]
}

import { useRef } from 'react'
import type { PointerEvent } from 'react'

interface PressedRow<Row> {
  /** To be called when a pointer goes down anywhere in the table. */
  readonly press: (event: PointerEvent) => void
  /** Whether a click on row `index` is meant for another row, which stood there when the pointer went down. */
  readonly isAnother: (index: number, row: Row | undefined) => boolean
}

/**
 * What was pressed before a click. Rows change places when a filter or an order takes hold, and a click on what came
 * under the pointer meanwhile would open what nobody meant.
 * @param nameOf the same for a row wherever it stands; without it rows keep their places
 */
export function usePressedRow<Row>(
  rowAt: (index: number) => Row | undefined,
  nameOf: ((row: Row) => string) | undefined,
): PressedRow<Row> {
  const pressed = useRef<{ readonly index: number; readonly name: string | null } | null>(null)
  const named = (row: Row | undefined) => (row === undefined ? null : (nameOf?.(row) ?? null))
  return {
    press: ({ target }) => {
      const line = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
      const index = Number(line?.dataset['index'])
      pressed.current = line === null ? null : { index, name: named(rowAt(index)) }
    },
    isAnother: (index, row) => {
      const before = pressed.current
      pressed.current = null
      return before?.index === index && before.name !== named(row)
    },
  }
}

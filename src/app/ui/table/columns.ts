import type { ReactNode } from 'react'
import type { CellValue } from './row-text.ts'

/** A column of a table over rows of one type. `Id` is also what the engine sorts by. */
export interface Column<Row, Id extends string> {
  readonly id: Id
  readonly label: string
  /** What the column means, on hover of its header. */
  readonly help?: string
  /** A CSS grid track that does not depend on content, or header and rows would not line up. */
  readonly track: string
  readonly numeric?: boolean
  readonly sortable?: boolean
  /** The table's width in pixels from which on the column is shown; without it, always. */
  readonly from?: number
  readonly cell: (row: Row) => ReactNode
  /** The cell in words, told on hover of the row and to screen readers where the column has no room. */
  readonly words?: (row: Row) => string | null
  /** What the cell is in a copied row and in an exported table; columns without it are left out there. */
  readonly value?: (row: Row) => CellValue
}

/** The columns that a table of `width` pixels has room for. */
export function visibleColumns<Row, Id extends string>(
  columns: readonly Column<Row, Id>[],
  width: number,
): readonly Column<Row, Id>[] {
  return columns.filter((column) => width >= (column.from ?? 0))
}

/** What the columns that have no room say of a row, in a line; undefined where that is nothing. */
export function hiddenWords<Row, Id extends string>(
  columns: readonly Column<Row, Id>[],
  visible: readonly Column<Row, Id>[],
  row: Row,
): string | undefined {
  const words = columns.flatMap((column) => (visible.includes(column) ? [] : (column.words?.(row) ?? [])))
  return words.length === 0 ? undefined : words.join(', ')
}

/** The columns as a value for `grid-template-columns`. */
export function gridTemplate(columns: readonly { readonly track: string }[]): string {
  return columns.map((column) => column.track).join(' ')
}

/**
 * The sort after a click on a header: the column clicked, in its own first direction (numbers from the largest down,
 * names from A), or turned round when it was sorted by already.
 */
export function nextSort<Id extends string>(
  sort: { readonly column: Id; readonly descending: boolean } | undefined,
  column: { readonly id: Id; readonly numeric?: boolean },
): { column: Id; descending: boolean } {
  const descending = sort?.column === column.id ? !sort.descending : column.numeric === true
  return { column: column.id, descending }
}

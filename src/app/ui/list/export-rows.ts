import { csvFormatRow } from 'd3'
import type { Page } from '#engine/model/rows.ts'
import type { Column } from '../table/columns.ts'
import { type CellValue, valueColumns } from '../table/row-text.ts'

export type ExportFormat = 'csv' | 'json'

/** Rows asked for at once. */
const BLOCK = 2000

export interface Export<Row, Id extends string> {
  readonly columns: readonly Column<Row, Id>[]
  /** Asks for rows in the order shown, with its filter. */
  readonly fetch: (start: number, end: number) => Promise<Page<Row>>
  readonly format: ExportFormat
}

/**
 * All rows of a table as pieces of text, one for each block of rows, with how many rows are behind. CSV begins with the
 * names of the columns; JSON is an array of objects by column.
 */
export async function* exportRows<Row, Id extends string>({
  columns,
  fetch,
  format,
}: Export<Row, Id>): AsyncGenerator<{
  readonly text: string
  readonly done: number
  readonly total: number
}> {
  const shown = valueColumns(columns)
  const writer = format === 'csv' ? csvWriter(shown) : jsonWriter(shown)
  let total = Infinity
  for (let start = 0; start < total; start += BLOCK) {
    const page = await fetch(start, start + BLOCK)
    total = page.total
    const done = Math.min(total, start + page.rows.length)
    yield { text: writer(page.rows, start === 0, done === total), done, total }
    // The list has become shorter since.
    if (page.rows.length === 0) return
  }
}

type ValueColumn<Row> = {
  readonly id: string
  readonly label: string
  readonly value: (row: Row) => CellValue
}
type Writer<Row> = (rows: readonly Row[], first: boolean, last: boolean) => string

function csvWriter<Row>(columns: readonly ValueColumn<Row>[]): Writer<Row> {
  return (rows, first) => {
    const lines = rows.map((row) => csvFormatRow(columns.map(({ value }) => csvCell(value(row)))))
    if (first) lines.unshift(csvFormatRow(columns.map(({ label }) => label)))
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`
  }
}

/** Spreadsheets run what begins like a formula, and heaps hold any text: a quote keeps it text. */
function csvCell(value: CellValue): string {
  if (value === null) return ''
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
}

function jsonWriter<Row>(columns: readonly ValueColumn<Row>[]): Writer<Row> {
  return (rows, first, last) => {
    const items = rows.map((row) =>
      JSON.stringify(Object.fromEntries(columns.map(({ id, value }) => [id, value(row)]))),
    )
    const opening = first ? '[' : items.length > 0 ? ',' : ''
    return `${opening}\n${items.join(',\n')}${last ? '\n]\n' : ''}`
  }
}

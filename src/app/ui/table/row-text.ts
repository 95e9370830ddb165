import { plainMarkdown } from '#engine/base/markdown.ts'
import type { Column } from './columns.ts'

/** What a cell is outside the page: in a copied row, in an exported table. Null is left empty. */
export type CellValue = string | number | boolean | null

/** The columns that have something to say outside the page. */
export function valueColumns<Row, Id extends string>(columns: readonly Column<Row, Id>[]) {
  return columns.flatMap(({ id, label, value }) => (value ? [{ id, label, value }] : []))
}

/** A row as a line of text, its cells between tabs. */
export function rowAsText<Row, Id extends string>(columns: readonly Column<Row, Id>[], row: Row): string {
  return valueColumns(columns)
    .map(({ value }) => plain(value(row)))
    .join('\t')
}

/** A row as a Markdown table of one row. */
export function rowAsMarkdown<Row, Id extends string>(columns: readonly Column<Row, Id>[], row: Row): string {
  const shown = valueColumns(columns)
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(shown.map(({ label }) => label)),
    line(shown.map(() => '---')),
    line(shown.map(({ value }) => plainMarkdown(plain(value(row))))),
  ].join('\n')
}

/** On one line, whatever is in it. */
function plain(value: CellValue): string {
  return value === null ? '' : String(value).replace(/\s+/g, ' ')
}

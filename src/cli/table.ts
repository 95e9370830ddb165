import type { Paint } from './text.ts'

export interface Column {
  readonly title: string
  /** Figures stand to the right, so that their digits line up. */
  readonly align: 'left' | 'right'
}

/** Rows under their titles, columns padded to their widest cell; each line ends with a line break. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paint: Paint,
): string {
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (columns[i]!.align === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd()
  const head = paint.strong(line(columns.map(({ title }) => title)))
  return [head, ...rows.map(line), ''].join('\n')
}

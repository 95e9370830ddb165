import type { ReactNode } from 'react'
import type { Column } from '../table/columns.ts'
import type { CellValue } from '../table/row-text.ts'
import type { Line } from './lines.ts'

/** A column of a list, whose rows may open to members that have other cells. */
export interface ListColumn<Row, Id extends string, Member = never> extends Omit<
  Column<Row, Id>,
  'cell' | 'words' | 'value'
> {
  readonly cell: (row: Row) => ReactNode
  readonly words?: (row: Row) => string | null
  readonly value?: (row: Row) => CellValue
  /** The cell of a member; empty without it. */
  readonly member?: (member: Member) => ReactNode
  readonly memberWords?: (member: Member) => string | null
}

/** The columns for the lines of a list. */
export function lineColumns<Row, Id extends string, Member>(
  columns: readonly ListColumn<Row, Id, Member>[],
): readonly Column<Line<Row, Member>, Id>[] {
  return columns.map(({ cell, words, value, member, memberWords, ...column }) => ({
    ...column,
    cell: (line) => {
      if (line.kind === 'row') return cell(line.row)
      return line.kind === 'member' ? member?.(line.member) : null
    },
    words: (line) => {
      if (line.kind === 'row') return words?.(line.row) ?? null
      return line.kind === 'member' ? (memberWords?.(line.member) ?? null) : null
    },
    ...(value ? { value: (line: Line<Row, Member>) => (line.kind === 'row' ? value(line.row) : null) } : {}),
  }))
}

/** The columns for rows alone, as an export sees them. */
export function rowColumns<Row, Id extends string, Member>(
  columns: readonly ListColumn<Row, Id, Member>[],
): readonly Column<Row, Id>[] {
  return columns.map(({ id, label, track, cell, value }) => ({
    id,
    label,
    track,
    cell,
    ...(value ? { value } : {}),
  }))
}

import { useMemo } from 'react'
import { changeSelection, selectOnly } from '#app/state/selection.ts'
import { copyText } from '../copy-text.ts'
import type { RowAction } from '../table/actions.ts'
import type { Column } from '../table/columns.ts'
import { rowAsMarkdown, rowAsText, valueColumns } from '../table/row-text.ts'

/**
 * What can be done with any row: make it, or what it stands for, the selection, add it or take it away, and copy the
 * row.
 * @param queryOf the filter that finds what a row stands for; null where it stands for nothing that can be selected
 */
export function useRowActions<Row, Id extends string>(
  columns: readonly Column<Row, Id>[],
  queryOf: ((row: Row) => string | null) | undefined,
): readonly RowAction<Row>[] {
  return useMemo(() => {
    const on = (what: (query: string) => void) => (row: Row) => {
      const query = queryOf?.(row) ?? null
      if (query !== null) what(query)
    }
    const selecting: readonly RowAction<Row>[] = [
      { id: 'only', title: 'Select only this', key: 'x', run: on(selectOnly) },
      { id: 'add', title: 'Add to the selection', key: '+', run: on((query) => changeSelection('+', query)) },
      {
        id: 'remove',
        title: 'Take from the selection',
        key: '-',
        run: on((query) => changeSelection('-', query)),
      },
    ]
    const copying: readonly RowAction<Row>[] = [
      {
        id: 'copy',
        title: 'Copy the row',
        key: '$mod+c',
        run: (row) => copyText(rowAsText(columns, row), 'the row'),
      },
      {
        id: 'markdown',
        title: 'Copy the row as Markdown',
        run: (row) => copyText(rowAsMarkdown(columns, row), 'the row as Markdown'),
      },
    ]
    return [...(queryOf ? selecting : []), ...(valueColumns(columns).length > 0 ? copying : [])]
  }, [columns, queryOf])
}

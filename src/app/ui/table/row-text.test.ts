import { describe, expect, test } from 'vitest'
import type { Column } from './columns.ts'
import { rowAsMarkdown, rowAsText } from './row-text.ts'

interface Row {
  readonly name: string
  readonly size: number | null
}

const columns: readonly Column<Row, 'name' | 'size' | 'bar'>[] = [
  { id: 'name', label: 'Name', track: '1fr', cell: () => null, value: (row) => row.name },
  { id: 'size', label: 'Size', track: '1fr', cell: () => null, value: (row) => row.size },
  { id: 'bar', label: 'Bar', track: '1fr', cell: () => null },
]

describe('a copied row', () => {
  test('is a line with tabs between its cells, without columns that are only drawn', () => {
    expect(rowAsText(columns, { name: 'two\nlines\tand a tab', size: 12 })).toBe('two lines and a tab\t12')
    expect(rowAsText(columns, { name: 'a', size: null })).toBe('a\t')
  })

  test('is a table in Markdown, in which names mean nothing special', () => {
    expect(rowAsMarkdown(columns, { name: 'a|b *c*', size: 1 })).toBe(
      '| Name | Size |\n| --- | --- |\n| a\\|b \\*c\\* | 1 |',
    )
  })
})

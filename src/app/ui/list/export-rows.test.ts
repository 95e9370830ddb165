import { describe, expect, test } from 'vitest'
import type { Page } from '#engine/model/rows.ts'
import type { Column } from '../table/columns.ts'
import { type ExportFormat, exportRows } from './export-rows.ts'

interface Row {
  readonly name: string
  readonly size: number | null
}

const columns: readonly Column<Row, 'name' | 'size' | 'drawn'>[] = [
  { id: 'name', label: 'Name', track: '1fr', cell: () => null, value: (row) => row.name },
  { id: 'size', label: 'Size', track: '1fr', cell: () => null, value: (row) => row.size },
  { id: 'drawn', label: 'Drawn', track: '1fr', cell: () => null },
]

async function exported(rows: readonly Row[], format: ExportFormat): Promise<string> {
  const fetch = async (start: number, end: number): Promise<Page<Row>> => ({
    start,
    rows: rows.slice(start, end),
    total: rows.length,
    all: rows.length,
  })
  let text = ''
  for await (const piece of exportRows({ columns, fetch, format })) text += piece.text
  return text
}

const many = Array.from({ length: 4500 }, (_, i): Row => ({ name: `row ${i}`, size: i }))

describe('an exported table', () => {
  test('has every row, however many pages they come in', async () => {
    const csv = await exported(many, 'csv')
    expect(csv.split('\n')).toHaveLength(4502)
    expect(csv.startsWith('Name,Size\nrow 0,0\n')).toBe(true)
    expect(csv.endsWith('row 4499,4499\n')).toBe(true)
    expect(JSON.parse(await exported(many, 'json'))).toEqual(many)
    const even = many.slice(0, 4000)
    expect(JSON.parse(await exported(even, 'json'))).toEqual(even)
  })

  test('may be empty', async () => {
    expect(await exported([], 'csv')).toBe('Name,Size\n')
    expect(JSON.parse(await exported([], 'json'))).toEqual([])
  })

  test('keeps separators, quotes and line breaks in names, and what is unknown apart', async () => {
    const rows = [{ name: 'a,"b"\nc', size: null }]
    expect(await exported(rows, 'csv')).toBe('Name,Size\n"a,""b""\nc",\n')
    expect(JSON.parse(await exported(rows, 'json'))).toEqual(rows)
  })

  test('is no program for a spreadsheet', async () => {
    expect(await exported([{ name: '=HYPERLINK("x")', size: -1 }], 'csv')).toBe(
      'Name,Size\n"\'=HYPERLINK(""x"")",-1\n',
    )
  })
})

import { describe, expect, test } from 'vitest'
import { gridTemplate, hiddenWords, nextSort, visibleColumns } from './columns.ts'
import type { Column } from './columns.ts'
import { keyAction } from './keys.ts'
import type { KeyPlace } from './keys.ts'

const name: Column<string, string> = { id: 'name', label: 'Name', track: '1fr', cell: (row) => row }
const size: Column<string, string> = { ...name, id: 'size', track: '80px', numeric: true, from: 400 }

describe('columns', () => {
  test('that are not essential go where there is no room', () => {
    expect(visibleColumns([name, size], 399)).toEqual([name])
    expect(gridTemplate(visibleColumns([name, size], 400))).toBe('1fr 80px')
  })

  test('without room say in words what they would show', () => {
    const count = { ...size, words: (row: string) => (row === '' ? null : `Size ${row}`) }
    const columns = [name, count]
    expect(hiddenWords(columns, [name], '12')).toBe('Size 12')
    expect(hiddenWords(columns, [name], '')).toBeUndefined()
    expect(hiddenWords(columns, columns, '12')).toBeUndefined()
  })

  test('of numbers sort from the largest down first, names from A', () => {
    expect(nextSort(undefined, size)).toEqual({ column: 'size', descending: true })
    expect(nextSort({ column: 'size', descending: true }, name)).toEqual({
      column: 'name',
      descending: false,
    })
  })

  test('sorted by already turn round', () => {
    expect(nextSort({ column: 'size', descending: true }, size)).toEqual({
      column: 'size',
      descending: false,
    })
  })
})

describe('keys', () => {
  const place: KeyPlace = { active: 5, count: 100, page: 20, open: undefined, parent: null }

  test('move by row, by page, and to the ends', () => {
    expect(keyAction('ArrowDown', place)).toEqual({ do: 'move', to: 6 })
    expect(keyAction('ArrowUp', place)).toEqual({ do: 'move', to: 4 })
    expect(keyAction('PageDown', place)).toEqual({ do: 'move', to: 25 })
    expect(keyAction('Home', place)).toEqual({ do: 'move', to: 0 })
    expect(keyAction('End', place)).toEqual({ do: 'move', to: 99 })
  })

  test('never move past the ends', () => {
    expect(keyAction('PageUp', place)).toEqual({ do: 'move', to: 0 })
    expect(keyAction('PageDown', { ...place, active: 95 })).toEqual({ do: 'move', to: 99 })
    expect(keyAction('ArrowDown', { ...place, active: 0, count: 0 })).toBeNull()
  })

  test('right opens, then goes in; left closes, then goes up', () => {
    expect(keyAction('ArrowRight', { ...place, open: false })).toEqual({ do: 'toggle', open: true })
    expect(keyAction('ArrowRight', { ...place, open: true })).toEqual({ do: 'move', to: 6 })
    expect(keyAction('ArrowLeft', { ...place, open: true })).toEqual({ do: 'toggle', open: false })
    expect(keyAction('ArrowLeft', { ...place, open: false, parent: 2 })).toEqual({ do: 'move', to: 2 })
  })

  test('right and left do nothing on a row that is no part of a tree', () => {
    expect(keyAction('ArrowRight', place)).toBeNull()
    expect(keyAction('ArrowLeft', place)).toBeNull()
  })

  test('other keys are left to the page', () => {
    expect(keyAction('a', place)).toBeNull()
    expect(keyAction('Enter', place)).toEqual({ do: 'activate' })
  })
})

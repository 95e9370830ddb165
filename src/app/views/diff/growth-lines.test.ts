import { describe, expect, test } from 'vitest'
import type { TreeCell, TreeCells } from '#engine/model/dominator-rows.ts'
import type { Change } from '#engine/model/growth.ts'
import { growthLines } from './growth-lines.ts'

const NONE: Change = { growth: 0, added: 0 }

interface Parts {
  readonly whole: Change
  readonly own?: Change
  readonly rest?: Change
  readonly gathered?: number
}

function cell(name: string, parent: number, size: number, own: number, parts: Parts): TreeCell {
  const { whole, own: ownChange = NONE, rest = NONE, gathered = 0 } = parts
  return {
    parent,
    depth: parent === -1 ? 0 : 1,
    size,
    own,
    count: 1,
    heads: 1,
    rest: { cells: gathered > 0 ? 2 : 0, objects: gathered > 0 ? 2 : 0, size: gathered },
    subject: { what: 'group', group: { key: name, name, kind: 'object' } },
    growth: { whole, own: ownChange, rest },
  }
}

/** Root 100, was 80: A 60, was 70; B 20, all new; 10 gathered; 10 of its own. */
const TREE: TreeCells = {
  full: false,
  maxDepth: 2,
  cells: [
    cell('root', -1, 100, 10, {
      whole: { growth: 20, added: 25 },
      own: { growth: 5, added: 5 },
      rest: { growth: 5, added: 0 },
      gathered: 10,
    }),
    cell('A', 0, 60, 60, { whole: { growth: -10, added: 0 }, own: { growth: -10, added: 0 } }),
    cell('B', 0, 20, 20, { whole: { growth: 20, added: 20 }, own: { growth: 20, added: 20 } }),
  ],
}

const BY_GROWTH = { column: 'growth', descending: true } as const

function written(open: readonly number[], sort: Parameters<typeof growthLines>[2] = BY_GROWTH): string[] {
  return growthLines(TREE, new Set(open), sort).map(
    ({ part, cell: at, level, change }) => `${level} ${part} ${at}: ${change.base} → ${change.size}`,
  )
}

describe('the table of cells', () => {
  test('shows the place alone where it is closed', () => {
    expect(written([])).toEqual(['1 cell 0: 80 → 100'])
    expect(growthLines(TREE, new Set(), BY_GROWTH)[0]).toMatchObject({ open: false, above: null })
  })

  test('opens to cells that add up to it, what grew most first, the rest and its own bytes last', () => {
    expect(written([0])).toEqual([
      '1 cell 0: 80 → 100',
      '2 cell 2: 0 → 20',
      '2 cell 1: 70 → 60',
      '2 rest 0: 5 → 10',
      '2 own 0: 5 → 10',
    ])
    const [first, ...below] = growthLines(TREE, new Set([0]), BY_GROWTH)
    expect(below.reduce((sum, { change }) => sum + change.growth, 0)).toBe(first!.change.growth)
    expect(below.every(({ above }) => above === 0)).toBe(true)
  })

  test('does not open where nothing is below', () => {
    expect(growthLines(TREE, new Set([0, 1, 2]), BY_GROWTH).map(({ open }) => open)).toEqual([
      true,
      null,
      null,
      null,
      null,
    ])
  })

  test('sorts cells by any column', () => {
    const order = (column: 'name' | 'base' | 'size' | 'added', descending: boolean) =>
      growthLines(TREE, new Set([0]), { column, descending })
        .slice(1, 3)
        .map((line) => line.cell)
    expect(order('name', false)).toEqual([1, 2])
    expect(order('name', true)).toEqual([2, 1])
    expect(order('base', false)).toEqual([2, 1])
    expect(order('size', true)).toEqual([1, 2])
    expect(order('added', true)).toEqual([2, 1])
  })
})

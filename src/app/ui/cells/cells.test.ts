import { describe, expect, test } from 'vitest'
import { layIcicle } from '#engine/layout/icicle.ts'
import { layTreemap } from '#engine/layout/treemap.ts'
import type { TreeCell, TreeCells } from '#engine/model/dominator-rows.ts'
import { boxAbove, boxesBelow, boxTowards } from './box-moves.ts'
import { cellAddress, queryAt } from './cell-address.ts'
import { boxFacts, boxTitle, type Drawn } from './cell-words.ts'

function cell(
  name: string,
  parent: number,
  size: number,
  own: number,
  more: Partial<TreeCell> = {},
): TreeCell {
  const rest = { cells: 0, objects: 0, size: 0 }
  const subject = { what: 'group', group: { key: `${name} @1:1:1`, name, kind: 'object' } } as const
  return { parent, depth: parent === -1 ? 0 : 1, size, own, count: 1, heads: 1, rest, subject, ...more }
}

/** Root 100: A 60 (B 40, rest 15, own 5), C 30, own 10. */
const TREE: TreeCells = {
  full: false,
  maxDepth: 2,
  cells: [
    cell('(root)', -1, 100, 10),
    cell('A', 0, 60, 5, { rest: { cells: 3, objects: 7, size: 15 } }),
    cell('B', 1, 40, 40, { depth: 2, count: 410 }),
    cell('C', 0, 30, 30),
  ],
}

const icicle: Drawn = {
  tree: TREE,
  by: 'class',
  boxes: layIcicle(TREE.cells, { width: 1000, rowHeight: 20 }),
}

/** The titles along a way of keys from the first box. */
function walk(drawn: Drawn, keys: readonly string[], inRows: boolean): string[] {
  let box = 0
  return keys.map((key) => {
    const next = boxTowards(drawn, box, key, inRows)
    if (next === -1) return 'nowhere'
    box = next
    return boxTitle(drawn, box)
  })
}

describe('the arrow keys', () => {
  test('move through an icicle by levels', () => {
    const keys = [
      'ArrowUp',
      'ArrowDown',
      'ArrowRight',
      'ArrowRight',
      'ArrowRight',
      'Home',
      'ArrowDown',
      'ArrowRight',
    ]
    expect(walk(icicle, keys, true)).toEqual([
      'nowhere',
      'A',
      'C',
      'own bytes',
      'nowhere',
      'A',
      'B ×410',
      '3 smaller classes',
    ])
    expect(walk(icicle, ['ArrowDown', 'ArrowDown', 'End', 'ArrowUp', 'ArrowUp'], true)).toEqual([
      'A',
      'B ×410',
      'own bytes',
      'A',
      '(root)',
    ])
  })

  test('stay within one box of a treemap', () => {
    const style = { width: 400, height: 400, divideFrom: 12, drawFrom: 3, margin: 1, header: 14 }
    const treemap: Drawn = { ...icicle, boxes: layTreemap(TREE.cells, style) }
    expect(
      walk(treemap, ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight'], false),
    ).toEqual(['A', 'B ×410', '3 smaller classes', 'own bytes', 'nowhere'])
  })

  test('every box but the first lies below another', () => {
    for (let box = 1; box < icicle.boxes.count; box++) {
      expect(boxesBelow(icicle, boxAbove(icicle, box))).toContain(box)
    }
  })
})

describe('words', () => {
  const boxCalled = (title: string) =>
    Array.from({ length: icicle.boxes.count }, (_, i) => i).find((i) => boxTitle(icicle, i) === title)!

  test('tell of a cell its objects, its size in three ways and its own bytes', () => {
    expect(boxFacts(icicle, boxCalled('B ×410'), 200)).toEqual([
      '410 objects',
      '40\u00a0B',
      '40 bytes',
      '20.0% of the heap',
      '66.7% of A',
      '40\u00a0B of its own',
    ])
  })

  test('count what is gathered, and what is too deep', () => {
    expect(boxFacts(icicle, boxCalled('3 smaller classes'), 200)).toContain('7 objects')
    const shallow: Drawn = { ...icicle, tree: { ...TREE, maxDepth: 1 } }
    expect(boxTitle(shallow, boxCalled('3 smaller classes'))).toBe('3 classes deeper')
  })
})

test('a cell has the path from the top, and a filter for its objects', () => {
  const place = cellAddress({ by: 'class', id: 5, path: ['X'] }, TREE, 2)
  expect(place).toEqual({ by: 'class', id: 5, path: ['X', 'A @1:1:1', 'B @1:1:1'] })
  expect(queryAt(place)).toBe('classpath:"@5 > X > A @1:1:1 > B @1:1:1"')
  expect(queryAt({ by: 'object', id: 7, path: [] })).toBe('id:@7')
})

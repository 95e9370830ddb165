import { describe, expect, test } from 'vitest'
import { layoutChain } from './chain-layout.ts'
import type { ChainItem, ChainPart } from './chain-layout.ts'
import { foldPath } from './fold-path.ts'

function rows(length: number, unfolded = false): (number | string)[] {
  return foldPath(length, unfolded).map((row) => (row.kind === 'step' ? row.index : `${row.from}-${row.to}`))
}

describe('a path', () => {
  test('of a few steps is shown whole', () => {
    expect(rows(9)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(rows(0)).toEqual([])
  })

  test('that is long is folded in the middle, both ends on screen', () => {
    expect(rows(30)).toEqual([0, 1, 2, '3-26', 26, 27, 28, 29])
  })

  test('is shown whole on request', () => {
    expect(rows(30, true)).toHaveLength(30)
  })
})

function all(...parts: readonly ChainPart[]): ChainItem[] {
  return parts.map((part) => ({ part, edge: part !== 'root' }))
}

describe('the drawing of a path', () => {
  test('has a mark a row, in order, and a link between each two', () => {
    const { marks, links, height } = layoutChain(all('root', 'dominator', 'other', 'target'))
    expect(marks.map(({ part }) => part)).toEqual(['root', 'dominator', 'other', 'target'])
    const ys = marks.map(({ y }) => y)
    expect(ys).toEqual(ys.toSorted((a, b) => a - b))
    expect(links).toHaveLength(3)
    expect(height).toBeGreaterThan(ys.at(-1) ?? Infinity)
  })

  test('keeps dominators on the spine and sets aside what can be gone round', () => {
    const { marks, links } = layoutChain(all('root', 'dominator', 'other', 'target'))
    const [root, dominator, other, target] = marks
    expect([dominator?.x, target?.x]).toEqual([root?.x, root?.x])
    expect(other?.x).toBeGreaterThan(root?.x ?? Infinity)
    expect(links.map(({ loose }) => loose)).toEqual([false, true, true])
  })

  test('gives a row no line for a reference that it does not have', () => {
    const bare = layoutChain([{ part: 'dominator', edge: false }])
    expect(bare.height).toBeLessThan(layoutChain(all('dominator')).height)
  })

  test('of nothing is empty', () => {
    expect(layoutChain([])).toMatchObject({ height: 0, marks: [], links: [] })
  })

  test('tells the kinds of steps apart by shape', () => {
    const { marks } = layoutChain(all('dominator', 'other', 'target'))
    expect(new Set(marks.map(({ shape }) => shape)).size).toBe(3)
  })
})

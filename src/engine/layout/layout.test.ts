import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TreeCell } from '../model/dominator-rows.ts'
import { boxAt, type Boxes, Part } from './boxes.ts'
import { layIcicle } from './icicle.ts'
import { squarify } from './squarify.ts'
import { layTreemap } from './treemap.ts'

const NAME = { what: 'group', group: { key: 'A', name: 'A', kind: 'object' } } as const

/** A random tree of cells whose sizes add up, each after the one above it, the largest first. */
const trees: fc.Arbitrary<readonly TreeCell[]> = fc
  .array(fc.record({ above: fc.nat(), own: fc.nat({ max: 50 }), rest: fc.nat({ max: 30 }) }), {
    minLength: 1,
    maxLength: 40,
    size: 'max',
  })
  .map((nodes) => {
    const parent = nodes.map(({ above }, i) => (i === 0 ? -1 : above % i))
    const size = nodes.map(({ own, rest }) => own + rest)
    for (let i = nodes.length - 1; i > 0; i--) size[parent[i]!]! += size[i]!
    const order = nodes.map((_, i) => i).sort((a, b) => size[b]! - size[a]! || a - b)
    const cells: TreeCell[] = []
    for (const i of order) {
      const above = parent[i] === -1 ? -1 : order.indexOf(parent[i]!)
      const { own, rest } = nodes[i]!
      const depth = above === -1 ? 0 : cells[above]!.depth + 1
      cells.push({
        parent: above,
        depth,
        size: size[i]!,
        own,
        count: 1,
        heads: 1,
        rest: { cells: rest, objects: rest, size: rest },
        subject: NAME,
      })
    }
    return cells
  })

interface Sides {
  readonly i: number
  readonly x: number
  readonly y: number
  readonly right: number
  readonly bottom: number
  readonly area: number
}

function boxesOf(laid: Boxes): Sides[] {
  return Array.from({ length: laid.count }, (_, i) => {
    const [x, y, width, height] = [laid.x[i]!, laid.y[i]!, laid.width[i]!, laid.height[i]!]
    return { i, x, y, right: x + width, bottom: y + height, area: width * height }
  })
}

/** The boxes right inside or below that of a cell. */
function insideOf(laid: Boxes, cells: readonly TreeCell[], cell: number): number[] {
  return Array.from({ length: laid.count }, (_, i) => i).filter((i) =>
    laid.part[i] === Part.cell ? cells[laid.cell[i]!]!.parent === cell : laid.cell[i] === cell,
  )
}

function checkNoOverlap(boxes: readonly Sides[]): void {
  let most = 0
  for (const [at, a] of boxes.entries()) {
    for (let i = at + 1; i < boxes.length; i++) {
      const b = boxes[i]!
      const wide = Math.min(a.right, b.right) - Math.max(a.x, b.x)
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.y, b.y)
      most = Math.max(most, Math.min(wide, high))
    }
  }
  expect(most).toBeLessThan(1e-6)
}

describe('an icicle', () => {
  const SIZE = { width: 800, rowHeight: 20 }

  test('shows every cell, its own bytes and the rest as wide as their bytes, without overlap', () => {
    fc.assert(
      fc.property(trees, (cells) => {
        const laid = layIcicle(cells, SIZE)
        const boxes = boxesOf(laid)
        checkNoOverlap(boxes.filter(({ area }) => area > 0))
        const total = cells[0]!.size
        for (const { i, x, right } of boxes) {
          if (total > 0) expect(right - x).toBeCloseTo((laid.size[i]! / total) * SIZE.width, 6)
        }
        for (const [cell, { size, depth }] of cells.entries()) {
          const box = boxes[laid.boxOf[cell]!]!
          expect(box.y).toBe(depth * SIZE.rowHeight)
          const inside = insideOf(laid, cells, cell)
          if (inside.length === 0) continue
          expect(inside.reduce((sum, i) => sum + laid.size[i]!, 0)).toBe(size)
          const places = inside.map((i) => boxes[i]!).sort((a, b) => a.x - b.x || a.right - b.right)
          expect(places[0]!.x).toBe(box.x)
          expect(places.at(-1)!.right).toBeCloseTo(box.right, 6)
          for (const place of places) expect(place.y).toBe(box.y + SIZE.rowHeight)
        }
      }),
      { numRuns: 200, seed: 1 },
    )
  })

  test('keeps the order of the cells', () => {
    fc.assert(
      fc.property(trees, (cells) => {
        const laid = layIcicle(cells, SIZE)
        for (const [cell] of cells.entries()) {
          const inside = insideOf(laid, cells, cell)
          const byPlace = inside.toSorted((a, b) => laid.x[a]! - laid.x[b]! || a - b)
          expect(byPlace).toEqual(inside)
        }
      }),
      { numRuns: 200, seed: 2 },
    )
  })

  test('of a heap without bytes has no width and does not fail', () => {
    const empty = { ...leaf(0), parent: -1, depth: 0 }
    expect(layIcicle([empty], SIZE).count).toBe(1)
    expect(layIcicle([empty, leaf(0)], SIZE).width[1]).toBe(0)
    expect(layIcicle([], SIZE).count).toBe(0)
  })
})

function leaf(size: number): TreeCell {
  const rest = { cells: 0, objects: 0, size: 0 }
  return { parent: 0, depth: 1, size, own: size, count: 1, heads: 1, rest, subject: NAME }
}

describe('a squarified rectangle', () => {
  test('is tiled by parts as large as their sizes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 60, size: 'max' })
    const side = fc.integer({ min: 1, max: 2000 })
    fc.assert(
      fc.property(sizes, side, side, (all, width, height) => {
        const sorted = all.toSorted((a, b) => b - a)
        const total = sorted.reduce((a, b) => a + b, 0)
        const boxes = squarify(sorted, { x: 5, y: 7, width, height })
        for (const [i, box] of boxes.entries()) {
          const area = (sorted[i]! / total) * width * height
          expect(box.width * box.height).toBeCloseTo(area, 4)
          expect(Math.min(box.x - 5, box.y - 7)).toBeGreaterThan(-1e-6)
          expect(box.x + box.width).toBeLessThan(5 + width + 1e-6)
          expect(box.y + box.height).toBeLessThan(7 + height + 1e-6)
        }
        checkNoOverlap(
          boxes.map(({ x, y, width: w, height: h }, i) => ({
            i,
            x,
            y,
            right: x + w,
            bottom: y + h,
            area: w * h,
          })),
        )
      }),
      { numRuns: 200, seed: 3 },
    )
  })

  test('comes out as in the paper', () => {
    const boxes = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 })
    const sides = boxes.map(({ width, height }) =>
      [width, height].map((value) => Math.round(value * 100) / 100),
    )
    expect(sides.slice(0, 4)).toEqual([
      [3, 2],
      [3, 2],
      [1.71, 2.33],
      [1.29, 2.33],
    ])
  })

  test('has parts that are hardly ever long and thin', () => {
    const boxes = squarify(
      Array.from({ length: 100 }, () => 1),
      { x: 0, y: 0, width: 640, height: 480 },
    )
    for (const { width, height } of boxes) expect(Math.max(width / height, height / width)).toBeLessThan(2)
  })
})

describe('a treemap', () => {
  const STYLE = { width: 400, height: 300, divideFrom: 12, drawFrom: 3, margin: 1, header: 0 }

  test('fills a divided cell with what it holds, side by side as large as their bytes', () => {
    fc.assert(
      fc.property(trees, fc.constantFrom(0, 14), (cells, header) => {
        const laid = layTreemap(cells, { ...STYLE, header })
        const boxes = boxesOf(laid)
        for (const [cell, { size }] of cells.entries()) {
          const inside = insideOf(laid, cells, cell)
          if (inside.length === 0) continue
          const outer = boxes[laid.boxOf[cell]!]!
          const room = (outer.right - outer.x - 2) * (outer.bottom - outer.y - 1 - header)
          expect(inside.reduce((sum, i) => sum + laid.size[i]!, 0)).toBe(size)
          for (const i of inside) {
            const box = boxes[i]!
            expect(box.area).toBeCloseTo((laid.size[i]! / size) * room, 4)
            expect(box.x).toBeGreaterThanOrEqual(outer.x + 1 - 1e-6)
            expect(box.y).toBeGreaterThanOrEqual(outer.y + header - 1e-6)
            expect(box.right).toBeLessThan(outer.right - 1 + 1e-6)
            expect(box.bottom).toBeLessThan(outer.bottom - 1 + 1e-6)
          }
          checkNoOverlap(inside.map((i) => boxes[i]!))
        }
      }),
      { numRuns: 200, seed: 4 },
    )
  })

  test('gathers and counts what it has no room for', () => {
    let gathered = 0
    fc.assert(
      fc.property(trees, (cells) => {
        const laid = layTreemap(cells, { ...STYLE, drawFrom: 30 })
        for (const [cell, { rest }] of cells.entries()) {
          const inside = insideOf(laid, cells, cell)
          if (inside.length === 0) continue
          const missing = cells.filter(({ parent }, i) => parent === cell && laid.boxOf[i] === -1)
          gathered += missing.length
          expect(laid.rest[cell]).toEqual({
            cells: rest.cells + missing.length,
            objects: rest.objects + missing.length,
            size: rest.size + missing.reduce((sum, { size }) => sum + size, 0),
          })
          for (const i of inside) {
            if (laid.part[i] === Part.cell)
              expect(laid.width[i]! * laid.height[i]!).toBeGreaterThan(900 - 1e-6)
          }
        }
      }),
      { numRuns: 300, seed: 5 },
    )
    expect(gathered).toBeGreaterThan(100)
  })

  test('knows what is at a point', () => {
    const cells = [{ ...leaf(10), parent: -1, depth: 0, own: 4 }, leaf(6)]
    const laid = layTreemap(cells, STYLE)
    expect(boxAt(laid, 0.5, 0.5)).toBe(0)
    expect(laid.cell[boxAt(laid, 20, 20)]).toBe(1)
    expect(laid.part[boxAt(laid, 390, 290)]).toBe(Part.own)
    expect(boxAt(laid, 400, 10)).toBe(-1)
    expect(layTreemap([], STYLE).count).toBe(0)
  })
})

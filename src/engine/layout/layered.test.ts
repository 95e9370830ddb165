import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BoxLink, type BoxSize, layoutLayers } from './layered.ts'
import { crossings, orderLayers } from './order-layers.ts'
import { spread } from './spread.ts'

const GAPS = { gapX: 12, gapY: 40 }

/** Boxes, and edges from earlier to later ones. */
const drawing = fc
  .array(fc.record({ width: fc.integer({ min: 20, max: 220 }), height: fc.integer({ min: 20, max: 80 }) }), {
    minLength: 1,
    maxLength: 24,
  })
  .chain((boxes) =>
    fc
      .array(fc.tuple(fc.nat({ max: boxes.length - 1 }), fc.nat({ max: boxes.length - 1 })), {
        maxLength: 40,
      })
      .map((pairs) => ({
        boxes,
        links: pairs
          .filter(([a, b]) => a !== b)
          .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
      })),
  )

function overlap(boxes: readonly BoxSize[], { x, y }: ReturnType<typeof layoutLayers>): string[] {
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b, k) => {
      const j = i + 1 + k
      const apart =
        x[i]! + a.width <= x[j]! + 1e-6 ||
        x[j]! + b.width <= x[i]! + 1e-6 ||
        y[i]! + a.height <= y[j]! ||
        y[j]! + b.height <= y[i]!
      return apart ? [] : [`${i} and ${j}`]
    }),
  )
}

/** Whether an edge's point lies inside a box, its rim aside. */
function insideOf(
  boxes: readonly BoxSize[],
  layout: ReturnType<typeof layoutLayers>,
  px: number,
  py: number,
): number {
  return boxes.findIndex(({ width, height }, i) => {
    const [x, y] = [layout.x[i]!, layout.y[i]!]
    return px > x + 1e-6 && px < x + width - 1e-6 && py > y + 1e-6 && py < y + height - 1e-6
  })
}

test('boxes never overlap, edges go down, and all of it lies within the drawing', () => {
  fc.assert(
    fc.property(drawing, ({ boxes, links }) => {
      const layout = layoutLayers(boxes, links, GAPS)
      expect(overlap(boxes, layout)).toEqual([])
      for (const [i, { from, to }] of links.entries()) {
        const points = layout.points[i]!
        expect(layout.layer[from]).toBeLessThan(layout.layer[to]!)
        expect(points[0]).toBeCloseTo(layout.x[from]! + boxes[from]!.width / 2)
        expect(points[1]).toBe(layout.y[from]! + boxes[from]!.height)
        expect(points.at(-2)).toBeCloseTo(layout.x[to]! + boxes[to]!.width / 2)
        expect(points.at(-1)).toBe(layout.y[to])
        for (let at = 3; at < points.length; at += 2)
          expect(points[at]).toBeGreaterThanOrEqual(points[at - 2]!)
        for (let at = 0; at < points.length; at += 2) {
          expect(insideOf(boxes, layout, points[at]!, points[at + 1]!)).toBe(-1)
        }
      }
      boxes.forEach(({ width, height }, i) => {
        expect(layout.x[i]).toBeGreaterThanOrEqual(-1e-6)
        expect(layout.x[i]! + width).toBeLessThanOrEqual(layout.width + 1e-6)
        expect(layout.y[i]! + height).toBeLessThanOrEqual(layout.height)
      })
    }),
    { numRuns: 500, seed: 111 },
  )
})

test('a tree has no crossings, and a box stands in the middle above those below it', () => {
  const links = [
    { from: 0, to: 1 },
    { from: 0, to: 2 },
    { from: 2, to: 3 },
    { from: 1, to: 4 },
    { from: 2, to: 5 },
  ]
  const boxes = links.concat(links.slice(0, 1)).map(() => ({ width: 100, height: 40 }))
  const { x, layer } = layoutLayers(boxes, links, GAPS)
  expect(layer).toEqual([0, 1, 1, 2, 2, 2])
  expect(x[4]).toBeLessThan(x[3]!)
  expect(x[0]).toBeCloseTo((x[1]! + x[2]!) / 2)
  expect(x[2]).toBeCloseTo((x[3]! + x[5]!) / 2)
})

test('ordering never makes more crossings than there were', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 7 }), fc.nat({ max: 7 })), { maxLength: 30 }), (pairs) => {
      const layers = [
        [0, 1, 2, 3, 4, 5, 6, 7],
        [8, 9, 10, 11, 12, 13, 14, 15],
      ]
      const above = Array.from({ length: 16 }, (_, i) => pairs.filter(([, b]) => b + 8 === i).map(([a]) => a))
      const below = Array.from({ length: 16 }, (_, i) => pairs.filter(([a]) => a === i).map(([, b]) => b + 8))
      const ordered = orderLayers(layers, { above, below })
      expect(crossings(ordered, { below })).toBeLessThanOrEqual(crossings(layers, { below }))
      expect(ordered.map((layer) => layer.toSorted((a, b) => a - b))).toEqual(layers)
    }),
  )
})

test('places keep their distances and are the nearest to their wishes that do', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 20 })), {
        minLength: 1,
        maxLength: 6,
      }),
      (list) => {
        const wanted = list.map(([wish]) => wish)
        const distance = list.map(([, least]) => least)
        const places = spread(wanted, distance)
        const cost = (at: readonly number[]): number =>
          at.reduce((sum, one, i) => sum + (one - wanted[i]!) ** 2, 0)
        const keeps = (at: readonly number[]): boolean =>
          at.every((one, i) => i === 0 || one - at[i - 1]! >= distance[i]! - 1e-9)
        expect(keeps(places)).toBe(true)
        // No small step of any stretch of places is better.
        for (let from = 0; from < places.length; from++) {
          for (let to = from + 1; to <= places.length; to++) {
            for (const step of [-0.01, 0.01]) {
              const moved = places.map((one, i) => (i >= from && i < to ? one + step : one))
              if (keeps(moved)) expect(cost(moved)).toBeGreaterThanOrEqual(cost(places) - 1e-9)
            }
          }
        }
      },
    ),
  )
})

test('edges that go round in a circle are refused', () => {
  const links: BoxLink[] = [
    { from: 0, to: 1 },
    { from: 1, to: 0 },
  ]
  const boxes = links.map(() => ({ width: 1, height: 1 }))
  expect(() => layoutLayers(boxes, links, GAPS)).toThrow(RangeError)
})

test('nothing takes no room', () => {
  expect(layoutLayers([], [], GAPS)).toMatchObject({ width: 0, height: 0 })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quietTask } from '../testing/quiet-task.ts'
import { allBelow, allFrom, allSizes, isAscending, isPreorder, isTree } from './checks.ts'

describe('dominators', () => {
  test('form a tree just when every node gets to the root', async () => {
    const heap = fc
      .integer({ min: 1, max: 12 })
      .chain((nodes) =>
        fc.tuple(
          fc.array(fc.nat({ max: nodes - 1 }), { minLength: nodes, maxLength: nodes }),
          fc.nat({ max: nodes - 1 }),
        ),
      )
    let trees = 0
    await fc.assert(
      fc.asyncProperty(heap, async ([parents, root]) => {
        const getsThere = (node: number): boolean => {
          let at = node
          for (let steps = 0; steps < parents.length && at !== root; steps++) at = parents[at]!
          return at === root
        }
        const expected = parents[root] === root && parents.every((_, node) => getsThere(node))
        if (expected) trees++
        expect(await isTree(Uint32Array.from(parents), root, quietTask())).toBe(expected)
      }),
      { numRuns: 2000 },
    )
    expect(trees).toBeGreaterThan(20)
  })

  test('may be a chain of a hundred thousand', async () => {
    const down = Uint32Array.from({ length: 100_000 }, (_, node) => Math.max(0, node - 1))
    expect(await isTree(down, 0, quietTask())).toBe(true)
    const up = Uint32Array.from({ length: 100_000 }, (_, node) => Math.min(99_999, node + 1))
    expect(await isTree(up, 99_999, quietTask())).toBe(true)
    up[99_998] = 0
    expect(await isTree(up, 99_999, quietTask())).toBe(false)
  })
})

test('numbers are below a bound when the largest is', () => {
  expect(allBelow(Uint32Array.of(1, 7, 3), 8)).toBe(true)
  expect(allBelow(Uint32Array.of(1, 7, 3), 7)).toBe(false)
  expect(allBelow(new Uint32Array(0), 0)).toBe(true)
})

test('numbers start at a bound when the least does', () => {
  expect(allFrom(Int32Array.of(3, -1, 0), -1)).toBe(true)
  expect(allFrom(Int32Array.of(3, -2, 0), -1)).toBe(false)
})

test('sizes are finite and not negative', () => {
  expect(allSizes(Float64Array.of(0, 2 ** 60))).toBe(true)
  for (const odd of [Number.NaN, -1, Infinity]) expect(allSizes(Float64Array.of(1, odd))).toBe(false)
})

test('numbers that never become smaller are in order', () => {
  expect(isAscending(Uint32Array.of(1, 1, 2))).toBe(true)
  expect(isAscending(Uint32Array.of(2, 1))).toBe(false)
  expect(isAscending(Uint32Array.of(4_294_967_294, 4_294_967_295))).toBe(true)
})

test('parents make trees in preorder where each is the entry itself, the one before or one above that', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 7 }), { maxLength: 7 }), (numbers) => {
      const open: number[] = []
      const expected = numbers.every((above, i) => {
        if (above !== i) {
          const place = open.indexOf(above)
          if (place === -1) return false
          open.length = place + 1
        } else open.length = 0
        open.push(i)
        return true
      })
      expect(isPreorder(Uint32Array.from(numbers))).toBe(expected)
    }),
    { numRuns: 2000 },
  )
  expect(isPreorder(Uint32Array.of(0, 0, 1, 0, 3, 5))).toBe(true)
  expect(isPreorder(Uint32Array.of(0, 0, 1, 0, 2))).toBe(false)
})

import { expect, test } from 'vitest'
import { growth, overRealistic, perNode, realisticSeconds } from './scaling.mjs'
import { result, run } from './testing.ts'

const own = (id: string, million: number, seconds: number, steps: Record<string, number> = {}, bytes = 1e8) =>
  result(id, { bytes, nodes: million * 1e6, edges: 0 }, [run('heapscope', { seconds, steps })])

test('between two realistic files the time per node and edge is interpolated over the logarithm of their number', () => {
  const results = [own('ast-150', 1, 1), own('ast-1000', 100, 300)]
  // Per million: 1 s at 1 million, 3 s at 100 million, so 2 s at 10 million.
  expect(realisticSeconds(results, 4e6, 6e6)).toBeCloseTo(20)
  expect(realisticSeconds(results, 1e6, 0)).toBeCloseTo(1)
  expect(realisticSeconds(results, 100e6, 0)).toBeCloseTo(300)
})

test('beyond the smallest and the largest realistic file their own time per node and edge holds', () => {
  const results = [own('ast-150', 1, 1), own('ast-1000', 100, 300)]
  expect(realisticSeconds(results, 0.5e6, 0)).toBeCloseTo(0.5)
  expect(realisticSeconds(results, 200e6, 0)).toBeCloseTo(600)
})

test('extremes are no measure of a realistic graph, and without one nothing is expected', () => {
  expect(realisticSeconds([own('list', 5, 9)], 5e6, 0)).toBeUndefined()
  expect(overRealistic([own('list', 5, 9)], 'list')).toBeUndefined()
})

test('an extreme is set against the realistic graph of its size', () => {
  expect(overRealistic([own('ast-150', 1, 1), own('list', 5, 15)], 'list')).toBeCloseTo(3)
})

test('the normalised time per node counts reading as if the file had as many bytes a node as the base', () => {
  const base = own('ast-150', 1, 1, { read: 400 }, 100e6)
  const large = own('ast-4300', 10, 20, { read: 12_000 }, 1500e6)
  expect(perNode(large, base)).toEqual({ raw: 2000, normalised: 1600 })
  expect(growth([base, large], 'ast-4300')).toEqual({ raw: 2, normalised: 1.6 })
})

test('there is no growth to speak of when one of the two files was not measured', () => {
  expect(growth([own('ast-150', 1, 1)], 'ast-4300')).toBeUndefined()
})

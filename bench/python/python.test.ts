import { expect, test } from 'vitest'
import { checkPython, middleOf, missedPython, pythonTable } from './report.mjs'

const run = { objects: 5_000_000, seconds: 4, processor: 2.5, memory: 100e6, pause: 0.02, bytes: 50e6 }

test('of several runs the medians are kept, of a failure why', () => {
  const runs = [run, { ...run, seconds: 6 }, { ...run, seconds: 5 }]
  expect(middleOf(runs)).toMatchObject({ objects: 5_000_000, seconds: 5, pause: 0.02 })
  expect(middleOf([{ why: 'died' }])).toEqual({ why: 'died' })
})

test('a table has each tool, with its ratio to the walk in Python', () => {
  const results = [
    { size: 5_000_000, tool: 'heapscope', ...run },
    { size: 5_000_000, tool: 'heapscope-pure', ...run, seconds: 16 },
    { size: 5_000_000, tool: 'pympler', why: 'not ready within 300 s' },
    { size: 5, tool: 'guppy3', ...run },
  ]
  const table = pythonTable(5_000_000, results)
  expect(table).toMatch(
    /heapscope .*5,000,000 .*4\.00 s .*1,250,000 .*2,000,000 .*4\.00× .*20\.0 B .*20\.0 ms/,
  )
  expect(table).toMatch(/pympler .*not ready within 300 s/)
  expect(table).not.toContain('guppy3')
})

test('speed is wanted of every heap, memory and pause of the large', () => {
  const good = { tool: 'heapscope', size: 5_000_000, ...run }
  expect(missedPython(checkPython([good]))).toEqual([])
  const bad = { ...good, processor: 10, memory: 200e6, pause: 0.06 }
  expect(missedPython(checkPython([bad]))).toHaveLength(3)
  expect(missedPython(checkPython([{ ...bad, size: 500_000 }]))).toHaveLength(1)
  expect(checkPython([{ tool: 'guppy3', size: 5_000_000, ...run }])).toEqual([])
})

import { expect, test } from 'vitest'
import { markdownTable, median } from './measure/table.mjs'
import { missedTargets, sizeReport } from './report.mjs'

const run = (id: string, seconds: number, bytes: number) => ({
  id,
  name: id,
  seconds: [seconds],
  bytes: [bytes],
})

test('a run that reaches the target misses nothing', () => {
  const runs = [run('heapscope', 1, 40), run('devtools', 3, 100), run('memlab', 1, 40)]
  expect(missedTargets({ megabytes: 150, runs })).toEqual([])
})

test('too slow and too large are two misses, for the command line and the page alike', () => {
  const runs = [run('heapscope', 1, 40), run('devtools', 3, 100), run('heapscope-page', 2, 50)]
  expect(missedTargets({ megabytes: 150, runs })).toEqual([
    'heapscope-page is 1.50 times as fast as devtools, not 3.',
    'heapscope-page needs 0.50 of the memory of devtools, not under 0.5.',
  ])
})

test('every tool is set beside the command line and the page', () => {
  const runs = [run('heapscope', 1, 50e6), run('devtools', 3, 100e6), run('heapscope-page', 2, 25e6)]
  const report = sizeReport({ bytes: 25e6, nodes: 1, edges: 1, runs })
  expect(report).toMatch(/\| devtools +\| +3.00 \| +100 MB \| +3.00×, 2.00× \| +1.50×, 4.00× \|/)
})

test('small files have no target', () => {
  expect(missedTargets({ megabytes: 25, runs: [run('heapscope', 9, 9), run('devtools', 1, 1)] })).toEqual([])
})

test('a tool that does not run here is named without the folders of this machine', () => {
  const failure = '/home/me/bench/node_modules/tool/bin: version not found'
  const runs = [run('heapscope', 1, 5e6), { ...run('native', 0, 0), seconds: [], bytes: [], failure }]
  const report = sizeReport({ bytes: 25e6, nodes: 1234, edges: 5678, runs })
  expect(report).toContain('### 25 MB: 1,234 nodes, 5,678 edges')
  expect(report).toContain('native is not runnable here: tool/bin: version not found')
})

test('the median of an even number of rounds lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('tables keep their columns aligned', () => {
  expect(markdownTable(['', 'seconds'], [['a', '1.00']])).toBe(
    ['|     | seconds |', '| --- | -------:|', '| a   |    1.00 |'].join('\n'),
  )
})

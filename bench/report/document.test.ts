import { expect, test } from 'vitest'
import { targetTable, withParts } from './document.mjs'
import { fileSection } from './file-section.mjs'
import { performancePlot } from './plot.mjs'
import { stepsTable } from './steps.mjs'
import { deadRun, result, run } from './testing.ts'

test('a part replaces what stood between its markers and nothing else', () => {
  const text = 'a\n<!-- bench: files -->\nold\n<!-- bench: end of files -->\nb'
  expect(withParts(text, { files: 'new' })).toBe(
    'a\n<!-- bench: files -->\n\nnew\n\n<!-- bench: end of files -->\nb',
  )
  expect((): unknown => withParts(text, { steps: 'x' })).toThrow("no markers for the bench's steps")
})

test('every tool is set beside the command line, and its memory beside the file', () => {
  const runs = [
    run('heapscope', { seconds: 1, bytes: 50e6 }),
    run('devtools', { seconds: 3, bytes: 100e6 }),
    deadRun('memlab', 202, 'RangeError: Invalid string length'),
  ]
  const section = fileSection(result('ast-25', { bytes: 25e6, nodes: 1234, edges: 5678 }, runs))
  expect(section).toContain('### 25 MB, ast-25: 1,234 nodes, 5,678 edges')
  expect(section).toMatch(/\| devtools +\| +3.00 \| +3.00× \| +100 MB \| +2.00× \| +4.00 \|/)
  expect(section).toMatch(/\| memlab +\| dies after 202 s \|/)
  expect(section).toContain('- memlab dies after 202 s: RangeError: Invalid string length')
})

test('a tool that the bench had to stop did not die', () => {
  const stopped = {
    ...deadRun('memlab', 600, 'not done after 600 s'),
    failure: { seconds: 600, stopped: true },
  }
  expect(fileSection(result('hub', {}, [stopped]))).toMatch(/\| memlab +\| stopped after 600 s \|/)
})

test('a page shows its first rows, its tasks over 50 ms and the longest of them', () => {
  const pages = [run('heapscope-page', { seconds: 10, firstRows: 3, bytes: 20e6, longTasks: [55, 70] })]
  const section = fileSection({ ...result('ast-25', { bytes: 25e6 }, []), pages })
  expect(section).toMatch(/\| heapscope-page +\| +3.00 \| +10.00 \| +2 \| +70 \| +20 MB \| +0.80 \| +\|/)
})

test('a container is told with its share of the file and of the first time', () => {
  const container = {
    bytes: 4e6,
    converting: { seconds: 2, bytes: 9e6 },
    summary: { seconds: [0.1], bytes: [5e6] },
    object: { seconds: [0.5], bytes: [6e6] },
  }
  const runs = [run('heapscope', { seconds: 1 })]
  expect(fileSection({ ...result('ast-25', { bytes: 32e6 }, runs), container })).toContain(
    'As a container: 4 MB, 1/8.0 of the snapshot, made in 2.00 s with 9 MB. Opening it again for `summary`, which needs ' +
      'its totals only, takes 0.10 s (1/10.0 of the first time) and 5 MB; for `object`, which needs all of it, 0.50 s ' +
      '(1/2.0 of the first time) and 6 MB.',
  )
})

test('steps show what no phase accounts for', () => {
  const steps = { read: 600, dominators: 300 }
  const table = stepsTable([
    result('ast-150', { nodes: 1e6, edges: 1e7 }, [run('heapscope', { seconds: 1, steps })]),
  ])
  expect(table).toMatch(/\| read +\| +0.60 \| +600 \| +60.0 \|/)
  expect(table).toMatch(/\| rest: start-up, answering, end \| +0.10 \| +100 \| +10.0 \|/)
  expect(table).toMatch(/\| whole +\| +1.00 \|/)
})

test('a target without a measurement is marked by a dash', () => {
  const table = targetTable([{ name: 'a', wanted: 'b', measured: 'not measured', met: undefined }])
  expect(table).toMatch(/\| not measured \| +– \|/)
})

test('the plot draws each tool over the realistic files and says the same in words', () => {
  const runs = (seconds: number) => [run('heapscope', { seconds }), run('devtools', { seconds: seconds * 8 })]
  const plot = performancePlot([
    result('ast-25', { bytes: 25e6 }, runs(0.5)),
    result('list', { bytes: 1e8 }, runs(99)),
    result('ast-1000', { bytes: 1e9 }, [...runs(4), deadRun('memlab', 30, 'out of memory')]),
  ])
  expect(plot?.description).toBe(
    "Heapscope, command line: 0.5 s at 25 MB, 4.0 s at 1.00 GB. Chrome DevTools' worker: 4.0 s at 25 MB, 32.0 s at 1.00 GB.",
  )
  expect(plot?.svg.match(/<circle/g)).toHaveLength(4)
  expect(plot?.svg).toContain('prefers-color-scheme: dark')
})

test('a tool that dies on a file is marked where it died', () => {
  const plot = performancePlot([
    result('ast-25', { bytes: 25e6 }, [run('memlab', { seconds: 1 })]),
    result('ast-1000', { bytes: 1e9 }, [deadRun('memlab', 30, 'out of memory')]),
  ])
  expect(plot?.description).toBe('memlab: 1.0 s at 25 MB, does not open 1.00 GB.')
  expect(plot?.svg).toContain('memlab (× fails)')
})

test('one file is no line', () => {
  expect(performancePlot([result('ast-25', {}, [run('heapscope', {})])])).toBeUndefined()
})

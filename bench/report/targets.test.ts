import { expect, test } from 'vitest'
import { checkTargets, missedLines } from './targets.mjs'
import { deadRun, result, run } from './testing.ts'

const GB = { bytes: 1e9 }

function found(results: unknown[], name: string) {
  const checked: readonly { name: string }[] = checkTargets(results)
  return checked.find((one) => one.name === name)
}

test('what a run did not measure is neither met nor missed', () => {
  const checked = checkTargets([])
  expect(checked.map(({ met }: { met?: boolean }) => met)).toEqual(checked.map(() => undefined))
  expect(missedLines(checked)).toEqual([])
})

test('a speed just at its target is met, one below it is a line of its own', () => {
  const name = "1.0 GB, times as fast as DevTools' worker"
  const at = (seconds: number) => [
    result('ast-1000', GB, [run('heapscope', { seconds: 1, bytes: 1 }), run('devtools', { seconds })]),
  ]
  expect(found(at(8), name)).toMatchObject({ measured: '8.00×', met: true })
  expect(missedLines(checkTargets(at(7.5)))).toEqual([`${name}: 7.50×, wanted at least 8.00×.`])
})

test('memory is counted by byte of file, for the command line and the page alike', () => {
  const results = [
    {
      ...result('ast-4300', GB, [run('heapscope', { bytes: 1e9 })]),
      pages: [run('heapscope-page', { bytes: 1.2e9 })],
    },
  ]
  expect(found(results, '4.3 GB, memory per byte of file')).toMatchObject({ met: true })
  expect(found(results, '4.3 GB, page, memory per byte of file')).toMatchObject({
    measured: '1.20 bytes',
    met: false,
  })
})

test('a page without a long task has none longer than 50 ms; with some, the longest counts', () => {
  const name = '1.0 GB, page, longest task on the main thread'
  const page = (longTasks: number[]) => [
    { ...result('ast-1000', GB, []), pages: [run('heapscope-page', { longTasks })] },
  ]
  expect(found(page([]), name)).toMatchObject({ measured: 'none', met: true })
  expect(found(page([51, 80, 60]), name)).toMatchObject({ measured: '80 ms', met: false })
})

test('first rows count as a share of the way to all sizes', () => {
  const pages = [run('heapscope-page', { seconds: 10, firstRows: 4 })]
  expect(
    found([{ ...result('ast-1000', GB, []), pages }], '1.0 GB, page, first rows on the way to all sizes'),
  ).toMatchObject({ measured: '40 %', met: true })
})

test('a container must be small and quick to open', () => {
  const opened = (seconds: number) => ({ seconds: [seconds], bytes: [1] })
  const page = { firstRows: [3], seconds: [12] }
  const container = { bytes: 2e8, converting: {}, summary: opened(0.5), object: opened(12.5), page }
  const pages = [run('heapscope-page', { seconds: 20 })]
  const results = [{ ...result('ast-1000', GB, [run('heapscope', { seconds: 10 })]), container, pages }]
  expect(found(results, '1.0 GB, container beside the snapshot')).toMatchObject({
    measured: '1/5.0',
    met: false,
  })
  expect(found(results, '1.0 GB, container, summary again')).toMatchObject({ measured: '1/20.0', met: true })
  expect(found(results, '1.0 GB, container in the page, classes with all sizes again')).toMatchObject({
    measured: '1/6.7',
    met: false,
  })
  expect(found(results, '1.0 GB, container, an object, for which all is read')).toMatchObject({
    measured: '1/0.8',
    met: false,
  })
})

test('reading speed is bytes by the median time', () => {
  const parsing = { numbers: { bytes: 7e8, ms: [900, 1000, 2000] }, strings: { bytes: 1, ms: [1, 1, 1] } }
  expect(
    found([{ ...result('ast-1000', GB, []), parsing }], '1.0 GB, number sections on one core'),
  ).toMatchObject({ measured: '700 MB/s', met: true })
})

test('a file that Heapscope cannot open is missed; a peer that dies is not our fault', () => {
  const runs = [deadRun('heapscope', 3, 'RangeError: too much'), deadRun('memlab', 200, 'out of memory')]
  expect(missedLines(checkTargets([result('strings', GB, runs)]))).toEqual([
    'strings, 1.00 GB: heapscope: dies after 3.0 s: RangeError: too much, wanted opens.',
  ])
})

test('opening the largest file is a target by itself', () => {
  const checked = checkTargets([result('ast-4300', { bytes: 4.3e9 }, [run('heapscope', {})])])
  expect(checked.at(-1)).toMatchObject({ wanted: 'opens', measured: 'opens', met: true })
})

import { expect, test } from 'vitest'
import { memoryNeed, shallowMemoryNeed, tooBig } from '#engine/format/v8/memory-need.ts'
import { memoryLeft } from './memory-left.ts'
import { NO_CAPTURE } from './open-capture.ts'

const GIB = 2 ** 30
const large = { nodes: 8_678_420, edges: 48_870_434, bytes: 985e6 }
const opening = { ...NO_CAPTURE, status: 'opening', file: { name: 'a.heapsnapshot', size: 2e8 } } as const
const ready = { ...opening, status: 'ready', size: large } as const

test('where nobody knows how much memory there is, nothing is refused', () => {
  expect(memoryLeft(null, [ready, ready])).toBeNull()
})

test('what is open is weighed by its objects, what is opening by its file', () => {
  expect(memoryLeft(4 * GIB, [])).toBe(4 * GIB)
  expect(memoryLeft(4 * GIB, [ready])).toBe(4 * GIB - memoryNeed(large))
  const ofFile = 4 * GIB - memoryLeft(4 * GIB, [opening])!
  expect(ofFile).toBeGreaterThan(2e8)
  const zipped = { ...opening, file: { name: 'a.heapsnapshot.gz', size: 4e7 } }
  expect(memoryLeft(4 * GIB, [zipped])).toBe(4 * GIB - ofFile)
  const shallow = { ...ready, shallowOnly: true }
  expect(memoryLeft(4 * GIB, [shallow])).toBe(4 * GIB - shallowMemoryNeed(large))
})

test('what failed, is not there, or only waits for its turn takes nothing', () => {
  const waiting = { ...NO_CAPTURE, status: 'opening' } as const
  expect(memoryLeft(GIB, [NO_CAPTURE, { ...ready, status: 'failed' }, waiting])).toBe(GIB)
})

test('a capture that would fit alone is refused beside others, with what is left', () => {
  expect(memoryNeed(large)).toBeLessThan(1.5 * GIB)
  const left = memoryLeft(1.5 * GIB, [ready])!
  expect(memoryNeed(large)).toBeGreaterThan(left)
  expect(tooBig(large, left).message).toMatch(
    /takes about 1\.0 GiB of memory, but only about \d{3} MiB are free/,
  )
  expect(memoryLeft(GIB, [ready, ready])).toBe(0)
})

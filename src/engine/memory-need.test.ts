import { describe, expect, test } from 'vitest'
import { CAPTURES, captureSource } from './testing/captures.ts'
import { quietTask } from './testing/quiet-task.ts'
import { analyzeGraph } from './graph/analyze.ts'
import { collectRetainers } from './graph/retainers.ts'
import { adjustShallowSizes } from './graph/shallow-sizes.ts'
import { propagateDetachedness } from './graph/detachedness.ts'
import { readCapture } from './format/open.ts'
import { memoryNeed, shallowMemoryNeed, tooBig } from './format/v8/memory-need.ts'

const NONE = memoryNeed({ nodes: 1, edges: 1, bytes: 0 })

/** Bytes of all columns in a value, each buffer once. */
function columnBytes(value: unknown, seen = new Set<unknown>()): number {
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0
  seen.add(value)
  if (ArrayBuffer.isView(value)) {
    if (seen.has(value.buffer)) return 0
    seen.add(value.buffer)
    return value.byteLength
  }
  return Object.values(value).reduce((sum: number, part) => sum + columnBytes(part, seen), 0)
}

describe('the memory that a capture needs', () => {
  for (const name of CAPTURES) {
    test(`is what the columns of ${name} take and at most a quarter more`, async () => {
      const task = quietTask()
      const { snapshot } = await readCapture(captureSource(name), task)
      const detachedness = await propagateDetachedness(snapshot, task)
      const shallowSize = await adjustShallowSizes(snapshot, task)
      const found = await analyzeGraph(snapshot, shallowSize, task)
      const retainers = await collectRetainers(snapshot, found.graph.essential, task)
      const { strings, locations } = snapshot
      const beside = new Set<unknown>([strings, locations, found.graph.essential.pairs])
      const classOf = 4 * snapshot.nodeCount
      const held = columnBytes([snapshot, detachedness, shallowSize, found, retainers], beside) + classOf
      const { nodeCount: nodes, edgeCount: edges } = snapshot
      const text = nodes * 28 + edges * 13
      const need = memoryNeed({ nodes, edges, bytes: text }) - NONE
      expect(need / held).toBeGreaterThan(1)
      expect(need / held).toBeLessThan(1.25)
    })
  }

  test('grows by what the file holds beside nodes and edges: its strings', () => {
    const size = { nodes: 1000, edges: 4000, bytes: 100_000 }
    expect(memoryNeed({ ...size, bytes: 5_100_000 }) - memoryNeed(size)).toBeCloseTo(5_000_000)
  })

  test('is about the size of the file where the header does not count', () => {
    expect(memoryNeed({ nodes: 0, edges: 0, bytes: 1e9 }) - 1e9).toBeLessThan(2e8)
  })

  test('is a fraction without references', () => {
    const size = { nodes: 1e7, edges: 5e7, bytes: 1e9 }
    expect(shallowMemoryNeed(size) / memoryNeed(size)).toBeLessThan(0.4)
  })
})

describe('a capture that is too big', () => {
  const size = { nodes: 42_000_000, edges: 185_000_000, bytes: 4_300_000_000 }

  test('is refused with what it needs, what there is, and what would do', () => {
    expect(tooBig(size, 3 * 2 ** 30)).toMatchObject({
      code: 'too-big',
      message:
        'Opening it whole takes about 4.2 GiB of memory, but only about 3.0 GiB are free; without its references, for classes and objects by shallow size, about 1.6 GiB are enough.',
    })
  })

  test('is not said to open without references where that is too much too', () => {
    expect(tooBig(size, 2 ** 30).message).not.toContain('references')
  })
})

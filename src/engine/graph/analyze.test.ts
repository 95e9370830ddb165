import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeapError } from '../base/error.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { analyzeGraph } from './analyze.ts'
import { adjustShallowSizes } from './shallow-sizes.ts'

/** A list long enough for several slices, held by an array. */
const LONG = `
  store: array; root -> win -> store
  ${Array.from({ length: 2000 }, (_, i) => `store -element:${i}-> n${i} -next-> n${i + 1}`).join('\n')}
`

test('the phases come in their order', async () => {
  const { snapshot } = drawHeap('root -> a')
  const task = quietTask()
  await analyzeGraph(snapshot, snapshot.selfSize, task)
  expect(task.times.map((phase) => phase.name)).toEqual([
    'edges',
    'distances',
    'dominators',
    'retained sizes',
    'retainers',
  ])
})

test('pauses change nothing', async () => {
  const { snapshot } = drawHeap(LONG)
  const { task, pauses } = restlessTask()
  const paused = await analyzeGraph(snapshot, await adjustShallowSizes(snapshot, task), task)
  const { snapshot: again } = drawHeap(LONG)
  expect(paused).toEqual(await analyzeGraph(again, await adjustShallowSizes(again, quietTask()), quietTask()))
  expect(pauses()).toBeGreaterThan(8)
})

test('it can be cancelled at any pause', async () => {
  const { snapshot } = drawHeap(LONG)
  const whole = restlessTask()
  await analyzeGraph(snapshot, snapshot.selfSize, whole.task)
  for (let allowed = 0; allowed < whole.pauses(); allowed++) {
    const cut: { pauses: () => number } & ReturnType<typeof restlessTask> = restlessTask({
      get aborted() {
        return cut.pauses() > allowed
      },
    })
    const error: unknown = await analyzeGraph(snapshot, snapshot.selfSize, cut.task).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(HeapError)
    expect(error).toMatchObject({ code: 'cancelled' })
  }
})

test('in random heaps the root retains all there is', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const snapshot = buildSnapshot(spec)
      const { graph } = await analyzeGraph(
        snapshot,
        await adjustShallowSizes(snapshot, quietTask()),
        quietTask(),
      )
      const total = spec.nodes.reduce((sum, node) => sum + node.selfSize, 0)
      expect(graph.retainedSize[spec.root]).toBe(total)
    }),
    { numRuns: 500, seed: 20 },
  )
})

import { beforeAll, describe, expect, test } from 'vitest'
import { readCapture } from '../format/open.ts'
import { captureSource } from '../testing/captures.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { type DeadVariables, deadVariableRow, findDeadVariables } from './dead-variables.ts'
import type { CompleteHeap } from './heap.ts'

async function openHeap(name: string): Promise<CompleteHeap> {
  return completeHeapOf((await readCapture(captureSource(name), quietTask())).snapshot)
}

describe('a page with closures of known fates', () => {
  let heap: CompleteHeap
  let dead: DeadVariables

  beforeAll(async () => {
    heap = await openHeap('chrome-156-closures.heapsnapshot.gz')
    dead = await findDeadVariables(heap, quietTask())
  }, 30_000)

  function rows() {
    return Array.from(dead.variable, (_, index) => deadVariableRow(heap, dead, index))
  }

  test('has just the variables that no code can use any more', () => {
    const found = rows().map(({ functionName, variable, contexts, allContexts }) => [
      functionName,
      variable,
      contexts,
      allContexts,
    ])
    // Alive are label, alive, index, held and generated; config may be used by eval.
    expect(found).toEqual([
      ['', 'payload', 3, 3],
      ['pair', 'shared', 1, 1],
      ['second', 'two', 1, 1],
      ['first', 'one', 1, 1],
      ['make', 'buffer', 40, 40],
    ])
  })

  test('tells what each holds alone, and all together', () => {
    const sizes = Object.fromEntries(rows().map(({ variable, freedSize }) => [variable, freedSize]))
    const size = (variable: string): number =>
      rows().find((row) => row.variable === variable)!.value.retainedSize!
    expect(sizes).toEqual({
      buffer: 40 * size('buffer'),
      payload: 3 * size('payload'),
      shared: 0,
      one: 0,
      two: 0,
    })
    const { summary } = dead
    expect(summary.freedSize).toBe(sizes['buffer']! + sizes['payload']! + size('shared'))
    expect(summary).toMatchObject({ hasScopes: true, variables: 5, contexts: 55, describedContexts: 50 })
    expect(size('buffer')).toBeGreaterThan(4000)
  })

  test('names script and place of the function that declares it', () => {
    const buffer = rows().at(-1)!
    expect(buffer).toMatchObject({
      script: 'http://localhost:8731/closures.html',
      source: { url: 'http://localhost:8731/closures.html', line: 5, column: 16 },
      context: { name: expect.stringMatching(/^system \/ Context/) as string },
      value: { className: 'Array' },
    })
    expect(buffer.query).toMatch(/^class:=/)
    expect(rows()[1]!.query).toMatch(/^class:=/)
    expect(rows()[0]).toMatchObject({ source: null, offset: expect.any(Number) as number })
  })
})

test('a capture without scopes says so', async () => {
  const heap = await openHeap('node-26.10.0-target.heapsnapshot.gz')
  const { summary } = await findDeadVariables(heap, quietTask())
  expect(summary).toMatchObject({ hasScopes: false, variables: 0, freedSize: 0 })
})

test('a page whose variables are all in use has none', async () => {
  const heap = await openHeap('chrome-156-target.heapsnapshot.gz')
  const dead = await findDeadVariables(heap, quietTask())
  const own = Array.from(dead.variable, (_, i) => deadVariableRow(heap, dead, i)).filter(({ script }) =>
    script?.startsWith('http'),
  )
  expect(own).toEqual([])
})

test('before references are turned round there is no answer', async () => {
  const heap = await openHeap('bun-1.4.5.heapsnapshot.gz')
  const early = { ...heap, ready: { ...heap.ready, retainers: null } }
  await expect(findDeadVariables(early, quietTask())).rejects.toMatchObject({ code: 'not-ready' })
})

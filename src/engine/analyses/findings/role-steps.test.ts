import { expect, test } from 'vitest'
import { completeHeapOf } from '../../testing/complete-heap.ts'
import { drawHeap } from '../../testing/draw-heap.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { COLLECTIONS } from '../list-fields.ts'
import { rolePath } from './role-steps.ts'
import { whoseCode } from './whose.ts'

async function pathOf(text: string, key: string) {
  const drawn = drawHeap(text)
  const heap = await completeHeapOf(drawn.snapshot)
  await COLLECTIONS.of(heap, quietTask())
  return rolePath(heap, drawn.node(key), await whoseCode(heap, [], quietTask()))
}

const faulty = ({ path }: Awaited<ReturnType<typeof pathOf>>): string[] =>
  path.filter((step) => step.faulty).map(({ text }) => text)

test('the faulty reference leads from what lives as long as the program to what need not', async () => {
  const found = await pathOf(
    'win: object "Window"; cache: object "Cache"; s: object "Session"\nroot -> win -cache-> cache -last-> s',
    's',
  )
  expect(found.reference).toBe('globalThis.cache.last')
  expect(found.path.map(({ role }) => role)).toEqual(['global', 'object', 'object'])
  expect(faulty(found)).toEqual(['.cache'])
})

test('a reference that another way goes round is not the faulty one', async () => {
  const found = await pathOf(
    `win: object "Window"; f: closure "keep"; c: object "system / Context"; s: object "Session"; held: object "Held"
     root -> win -a-> s; root -> f -internal:context-> c -context:last-> s; win -> f; s -held-> held`,
    'held',
  )
  expect(faulty(found)).toEqual([])
  expect(found.path.filter(({ dominator }) => dominator).map(({ className }) => className)).toEqual([
    'Session',
    'Held',
  ])
})

test('a variable of a function is written behind an arrow', async () => {
  const found = await pathOf(
    `win: object "Window"; f: closure "onMessage"; c: object "system / Context"; s: object "Session"
     root -> win -onMessage-> f -internal:context-> c -context:sessions-> s`,
    's',
  )
  expect(found.reference).toBe('globalThis.onMessage → sessions')
  expect(faulty(found)).toEqual(['sessions'])
})

test('a long path is told by its beginning and its end', async () => {
  const steps = Array.from({ length: 60 }, (_, i) => `n${i}`)
  const found = await pathOf(`root -> ${steps.join(' -> ')}`, 'n59')
  expect(found.path).toHaveLength(24)
  expect(found.skipped).toEqual({ count: 36, after: 8 })
})

test('what nothing but weak references leads to has no path', async () => {
  const found = await pathOf('root -> win ~> a', 'a')
  expect(found).toMatchObject({ reference: null, path: [], whose: null, own: null })
})

import { expect, test } from 'vitest'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { findTimers } from './waiting-timers.ts'

async function kindsOf(text: string) {
  const drawing = drawHeap(text)
  const timers = await findTimers(await completeHeapOf(drawing.snapshot), quietTask())
  return timers.map(({ node, kind, callback }) => [drawing.key(node), kind, drawing.key(callback)])
}

test('an interval has a number to repeat after, or, where that is small, nothing', async () => {
  const text = `
    root -> list -> a; list -> b; list -> c
    a -_onTimeout-> f; a -_repeat-> null
    b -_onTimeout-> f; b -_repeat-> ms
    c -_onTimeout-> f
    f: closure; null: hidden; ms: number
  `
  expect(await kindsOf(text)).toEqual([
    ['a', 'setTimeout', 'f'],
    ['b', 'setInterval', 'f'],
    ['c', 'setInterval', 'f'],
  ])
})

test('a timer that was cleared calls nothing', async () => {
  expect(await kindsOf('root -> a -_onTimeout-> null; null: hidden')).toEqual([])
})

test('timers of a page lead to their function through an action', async () => {
  const text = `
    t: native "DOMTimer"; s: native "ScheduledAction"; v: native "V8Function"; f: closure
    root -> t -element:1-> s -element:2-> v -element:1-> f
  `
  expect(await kindsOf(text)).toEqual([['t', null, 'f']])
})

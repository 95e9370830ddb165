import { expect, test } from 'vitest'
import { written } from '../../../model/words.ts'
import { completeHeapOf } from '../../../testing/complete-heap.ts'
import { drawHeap } from '../../../testing/draw-heap.ts'
import { quietTask } from '../../../testing/quiet-task.ts'
import type { Draft } from '../rule.ts'
import { detachedDom } from './detached-dom.ts'

const PLAIN = { code: String, bytes: String, count: String, share: String }

async function found(text: string): Promise<readonly Draft[]> {
  const heap = await completeHeapOf(drawHeap(text).snapshot)
  return detachedDom.find(heap, quietTask())
}

test('a tree that a function holds which listens to nothing is told with the function, not with a listener', async () => {
  const [draft] = await found(`
    win: object 1 "Window"; f: closure 1 "later"; scope: object 1 "system / Context / scope @7"
    root -shortcut:1-> win -task-> f -internal:context-> scope -context:panel-> div
    div: native 40000 "<div>" detached
  `)
  expect(draft).toMatchObject({ owner: 'system / Context.panel', subject: '<div>' })
  expect(written(draft!.facts, PLAIN)).toContain('The function later holds the scope of that variable.')
  expect(written(draft!.cure, PLAIN)).toContain('Let go of the function')
})

test('of functions in one scope the nearest to the root is told', async () => {
  const [draft] = await found(`
    win: object 1 "Window"; near: closure 1 "near"; far: closure 1 "far"; scope: object 1 "system / Context"
    root -shortcut:1-> win -box-> box -far-> far -internal:context-> scope
    win -near-> near -internal:context-> scope -context:panel-> div
    div: native 40000 "<div>" detached
  `)
  expect(written(draft!.facts, PLAIN)).toContain('The function near holds')
})

test('a tree that only the browser holds is said to be held by it', async () => {
  const [draft] = await found(`
    gc: synthetic 0 "(GC roots)"; n1: native 1 "Timer" attached
    root -element:1-> gc -element:1-> n1 -internal:1-> div
    div: native 40000 "<div>" detached
  `)
  expect(draft!.owner).toBe('the browser')
})

test('a tree below another one is counted with it, not twice', async () => {
  const drafts = await found(`
    win: object 1 "Window"; row: object 1 "Row"
    root -shortcut:1-> win -first-> one -internal:data-> row -el-> two
    one: native 40000 "<div>" detached; two: native 40000 "<p>" detached
  `)
  expect(drafts.map(({ owner, retained }) => [owner, retained])).toEqual([
    ['Window.first', 80001],
    ['Row.el', 40000],
  ])
})

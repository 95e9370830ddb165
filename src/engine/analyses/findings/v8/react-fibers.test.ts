import { expect, test } from 'vitest'
import { completeHeapOf } from '../../../testing/complete-heap.ts'
import { drawHeap } from '../../../testing/draw-heap.ts'
import { quietTask } from '../../../testing/quiet-task.ts'
import type { Draft } from '../rule.ts'
import { reactFibers } from './react-fibers.ts'

const FIELDS = ['child', 'sibling', 'alternate', 'stateNode', 'return', 'memoizedState']

/** A fiber of a minified program, with nothing in the fields that are not given. */
function fiber(key: string, fields: Readonly<Record<string, string>> = {}): string {
  const edges = FIELDS.map((field) => `${key} -${field}-> ${fields[field] ?? 'nothing'}`)
  return [`${key}: object 100 "q"`, ...edges].join('\n')
}

/** A root that shows one thing, whose alternate has a child of its own. */
const rooted = (child = 'nothing') => `
  win: object 1 "Window"; nothing: hidden 0 "null"; div: native 1 "<div>" attached; r: object 1 "R"
  root -shortcut:1-> win -app-> r -current-> top
  r -containerInfo-> div
  ${fiber('top', { child: 'shown' })}
  ${fiber('shown', { return: 'top', alternate: 'other' })}
  ${fiber('other', { return: 'top', alternate: 'shown', child })}
`

/** Objects of a class component that listen on although they are unmounted. */
function listening(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, i) => `
      list -element:${i}-> f${i} -internal:context-> s${i} -context:self-> c${i} -_reactInternals-> u${i}
      list: object 1 "Array"; f${i}: closure 10 "onPrice"; s${i}: object 10 "system / Context"; c${i}: object 1000 "Chart"
      ${fiber(`u${i}`)}`,
  )
  return `win -listeners-> list\n${lines.join('\n')}`
}

async function found(text: string): Promise<readonly Draft[]> {
  const heap = await completeHeapOf(drawHeap(text).snapshot)
  return reactFibers.find(heap, quietTask())
}

test('class components that are unmounted and go on listening are found with their objects and functions', async () => {
  const drafts = await found(rooted() + listening(12))
  expect(drafts).toMatchObject([{ owner: 'Window.listeners[…]', retained: 12 * 1120 }])
  expect(drafts[0]!.nodes).toHaveLength(12)
})

test('a few unmounted components are none, since React keeps some itself', async () => {
  expect(await found(rooted() + listening(9))).toEqual([])
})

test('mounted components and their alternates are none', async () => {
  const row = Array.from({ length: 20 }, (_, i) => fiber(`k${i}`, i < 19 ? { sibling: `k${i + 1}` } : {}))
  expect(await found(`${rooted('k0')}\n${row.join('\n')}`)).toEqual([])
})

test('where no root is seen nothing is said', async () => {
  expect(
    await found(`win: object 1 "Window"; nothing: hidden 0 "null"; root -shortcut:1-> win\n${listening(12)}`),
  ).toEqual([])
})

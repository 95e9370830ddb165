import { expect, test } from 'vitest'
import type { ClassRow, NodeRow, Page } from '#engine/model/rows.ts'
import { foundItems } from './found-items.ts'

const row = { key: 'Session', name: 'Session' } as ClassRow
const node = { id: 7 } as NodeRow

function page(rows: readonly ClassRow[], total: number): Page<ClassRow> {
  return { start: 0, rows, total, all: 1000 }
}

test('the object found by its id comes first and is selected without leaving the view', () => {
  expect(foundItems({ node, classes: page([], 0) }, '@7')).toEqual([
    { kind: 'object', key: '@7', node, to: { selected: 7 } },
  ])
})

test('a class opens in the classes view, alone', () => {
  expect(foundItems({ node: null, classes: page([row], 1) }, 'Sess')[0]?.to).toEqual({
    view: 'classes',
    filter: 'class:="Session"',
    open: ['Session'],
  })
})

test('when more classes match than are listed, it says so and leads to all', () => {
  const items = foundItems({ node: null, classes: page([row], 1234) }, 'S')
  expect(items.at(-1)).toMatchObject({
    text: 'Showing 1 of 1,234 classes: see all',
    to: { view: 'classes', filter: 'S' },
  })
  expect(foundItems({ node: null, classes: page([row], 1) }, 'S')).toHaveLength(1)
})

import { expect, test } from 'vitest'
import type { ClassRow, NodeRow, Page } from '#engine/model/rows.ts'
import { foundItems, searchedItems } from './found-items.ts'

const row = { key: 'Session', name: 'Session', query: 'class:="Session"' } as ClassRow
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
  expect(foundItems({ node: null, classes: page([row], 1) }, 'Sess')[0]).toMatchObject({
    to: { view: 'classes', filter: 'class:="Session"', open: ['Session'] },
  })
})

test('when more classes match than are listed, it says so and leads to all', () => {
  const items = foundItems({ node: null, classes: page([row], 1234) }, 'S')
  expect(items.at(-2)).toMatchObject({
    text: 'Showing 1 of 1,234 classes: see all',
    to: { view: 'classes', filter: 'S' },
  })
  expect(foundItems({ node: null, classes: page([row], 1) }, 'S')).toHaveLength(2)
})

test('last comes the way to the objects that pass, even where no class does', () => {
  expect(foundItems({ node: null, classes: page([], 0) }, 'value:a')).toEqual([
    {
      kind: 'all',
      key: 'objects',
      text: 'Show all objects that pass “value:a”',
      to: { view: 'objects', filter: 'value:a' },
    },
  ])
})

test('searches of before can be made again', () => {
  expect(searchedItems(['b', 'a'])).toEqual([
    { kind: 'again', key: 'again b', text: 'b' },
    { kind: 'again', key: 'again a', text: 'a' },
  ])
})

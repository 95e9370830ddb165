import { expect, test } from 'vitest'
import { layoutComposition, partsByKind, partsByUse } from './composition.ts'

test('the kinds fill the bar end to end, largest first', () => {
  const segments = layoutComposition(
    partsByKind([
      { kind: 'string', count: 1, shallowSize: 25 },
      { kind: 'object', count: 2, shallowSize: 75 },
      { kind: 'number', count: 0, shallowSize: 0 },
    ]),
    400,
  )
  expect(segments.map(({ name, x, width }) => [name, x, width])).toEqual([
    ['objects', 0, 300],
    ['strings', 300, 100],
    ['numbers', 400, 0],
  ])
})

test('an empty heap has no lengths', () => {
  expect(layoutComposition(partsByKind([{ kind: 'object', count: 0, shallowSize: 0 }]), 400)).toMatchObject([
    { width: 0 },
  ])
})

test('the parts of a Python heap are called by their use, as within a sentence', () => {
  const rows = [{ part: 'texts', count: 3, shallowSize: 150, query: 'part:texts' }] as const
  expect(partsByUse({ rows, total: 150, native: null })).toMatchObject([
    { name: 'strings and bytes', letter: 'S', count: 3, shallowSize: 150 },
  ])
})

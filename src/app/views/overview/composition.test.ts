import { expect, test } from 'vitest'
import { layoutComposition } from './composition.ts'

test('the kinds fill the bar end to end, largest first', () => {
  const segments = layoutComposition(
    [
      { kind: 'string', count: 1, shallowSize: 25 },
      { kind: 'object', count: 2, shallowSize: 75 },
      { kind: 'number', count: 0, shallowSize: 0 },
    ],
    400,
  )
  expect(segments.map(({ kind, x, width }) => [kind, x, width])).toEqual([
    ['object', 0, 300],
    ['string', 300, 100],
    ['number', 400, 0],
  ])
})

test('an empty heap has no lengths', () => {
  expect(layoutComposition([{ kind: 'object', count: 0, shallowSize: 0 }], 400)).toMatchObject([{ width: 0 }])
})

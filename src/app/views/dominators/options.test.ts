import { expect, test } from 'vitest'
import { dominatorOptions, dominatorsPlace } from '#app/state/dominators-place.ts'
import { addressOf, placeAbove } from '#app/ui/cells/tree-place.ts'
import { OPTIONS } from './options.ts'

test('without options it is the tree by class from the root', () => {
  const options = OPTIONS.parse({})
  expect(options).toEqual({ by: 'class', draw: 'icicle', at: '', min: 'auto' })
  expect(addressOf(options)).toEqual({ by: 'class', id: null, path: [] })
})

test('one bad option leaves the others alone', () => {
  expect(OPTIONS.parse({ by: 'size', draw: 'treemap', at: '@5', min: '7' })).toEqual({
    by: 'class',
    draw: 'treemap',
    at: '@5',
    min: 'auto',
  })
})

test('a place stands in one option and is found again', () => {
  const place = { by: 'class', id: 5, path: ['Map', 'a > b'] } as const
  const options = dominatorOptions(place)
  expect(options).toEqual({ by: undefined, at: '@5 > Map > a \\> b' })
  expect(addressOf(OPTIONS.parse(options))).toEqual(place)
  expect(dominatorOptions({ by: 'object', id: null, path: [] })).toEqual({ by: 'object', at: undefined })
})

test('a place in the view has no options that it has by itself', () => {
  expect(dominatorsPlace({ by: 'class', id: null, path: [] })).toEqual({
    view: 'dominators',
    filter: '',
    options: {},
  })
  expect(dominatorsPlace({ by: 'object', id: 5, path: [] }).options).toEqual({ by: 'object', at: '@5' })
})

test('from class to object only the object that the path begins at stays', () => {
  expect(addressOf(OPTIONS.parse({ by: 'object', at: '@5 > Map' }))).toEqual({
    by: 'object',
    id: 5,
    path: [],
  })
})

test('out of a path is the path above, out of an object its dominator', () => {
  expect(placeAbove({ by: 'class', id: null, path: ['A', 'B'] }, null)).toEqual({
    by: 'class',
    id: null,
    path: ['A'],
  })
  expect(placeAbove({ by: 'class', id: 5, path: [] }, 3)).toEqual({ by: 'class', id: null, path: [] })
  expect(placeAbove({ by: 'object', id: 5, path: [] }, 3)).toEqual({ by: 'object', id: 3, path: [] })
  expect(placeAbove({ by: 'object', id: null, path: [] }, null)).toBeNull()
})

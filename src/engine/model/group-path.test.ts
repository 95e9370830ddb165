import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readGroupPath, writeGroupPath } from './group-path.ts'

const path = (...keys: string[]) => ({ id: null, path: keys })

test('a path reads as its keys with signs between', () => {
  expect(writeGroupPath(path('Cache', 'Map', '{a, b}'))).toBe('Cache > Map > {a, b}')
  expect(readGroupPath('Cache>Map > {a, b}')).toEqual(path('Cache', 'Map', '{a, b}'))
  expect(readGroupPath('')).toEqual(path())
})

test('a path may begin at an object', () => {
  expect(writeGroupPath({ id: 5, path: ['Map'] })).toBe('@5 > Map')
  expect(readGroupPath('@5')).toEqual({ id: 5, path: [] })
  expect(writeGroupPath(path('@5', 'Map'))).toBe('\\@5 > Map')
})

test('a key may hold the signs themselves', () => {
  expect(writeGroupPath(path('a > b', '\\c'))).toBe('a \\> b > \\\\c')
})

test('every path of keys survives', () => {
  const key = fc.string({ unit: fc.constantFrom('a', ' ', '>', '\\', '@', '1', 'é'), maxLength: 5 })
  fc.assert(
    fc.property(fc.array(key), fc.option(fc.nat()), (keys, id) => {
      // One empty key and no key are written alike; classes without a name have brackets.
      fc.pre(keys.length !== 1 || keys[0] !== '')
      expect(readGroupPath(writeGroupPath({ id, path: keys }))).toEqual({ id, path: keys })
    }),
    { numRuns: 5000, seed: 4 },
  )
})

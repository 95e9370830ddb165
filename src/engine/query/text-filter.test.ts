import { expect, test } from 'vitest'
import { compileTextFilter } from './text-filter.ts'

test('plain text is found anywhere, case ignored', () => {
  const filter = compileTextFilter(' sess ')!
  expect(filter('MySession')).toBe(true)
  expect(filter('Map')).toBe(false)
})

test('text between slashes is a regular expression with its flags', () => {
  expect(compileTextFilter('/^sess/')!('Session')).toBe(false)
  expect(compileTextFilter('/^sess/i')!('Session')).toBe(true)
})

test('a regular expression answers the same every time, even with the g flag', () => {
  const filter = compileTextFilter('/a/g')!
  expect([filter('a'), filter('a'), filter('a')]).toEqual([true, true, true])
})

test('a blank filter is no filter', () => {
  expect(compileTextFilter('  ')).toBeNull()
  expect(compileTextFilter(undefined)).toBeNull()
})

test('a broken regular expression says so', () => {
  expect(() => compileTextFilter('/(/')).toThrow(expect.objectContaining({ code: 'bad-filter' }))
})

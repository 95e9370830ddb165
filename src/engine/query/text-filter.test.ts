import { expect, test } from 'vitest'
import { compileTextFilter } from './text-filter.ts'

const compile = (filter: string | undefined) => compileTextFilter(filter, () => 0)

test('plain text is found anywhere, case ignored', () => {
  const filter = compile(' sess ')!
  expect(filter('MySession')).toBe(true)
  expect(filter('Map')).toBe(false)
})

test('text between slashes is a regular expression with its flags', () => {
  expect(compile('/^sess/')!('Session')).toBe(false)
  expect(compile('/^sess/i')!('Session')).toBe(true)
})

test('a regular expression answers the same every time, even with the g flag', () => {
  const filter = compile('/a/g')!
  expect([filter('a'), filter('a'), filter('a')]).toEqual([true, true, true])
})

test('a blank filter is no filter', () => {
  expect(compile('  ')).toBeNull()
  expect(compile(undefined)).toBeNull()
})

test('a broken regular expression says so', () => {
  expect(() => compile('/(/')).toThrow(expect.objectContaining({ code: 'bad-filter' }))
})

test('an expression that could take forever is refused before it is tried', () => {
  expect(() => compile('/^(a+)+$/')).toThrow(/could take forever/)
})

test('an expression that takes too long over many names gives up', () => {
  let now = 0
  const filter = compileTextFilter('/x/', () => (now += 1000))!
  const all = (): void => {
    for (let i = 0; i < 10_000; i++) filter('name')
  }
  expect(all).toThrow(/gave up after \d+ names/)
})

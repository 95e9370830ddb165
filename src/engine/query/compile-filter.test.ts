import { expect, test } from 'vitest'
import type { FilterTable } from '../model/filter-fields.ts'
import { filterEntries } from './compile-filter.ts'

/** The text that is looked at right now. */
interface Looking {
  text: string
}

/** Rows that have nothing but a text. */
const TEXTS: FilterTable<Looking> = {
  rows: 'these rows',
  own: ['name'],
  fields: [
    {
      name: 'name',
      type: 'text',
      help: 'The text of the row.',
      example: 'name:/^Sess/',
      read: (looking) => (pattern) => () => pattern.test(looking.text),
    },
  ],
}

function compileTextFilter(filter: string | undefined, now: () => number) {
  const looking: Looking = { text: '' }
  const passes = filterEntries(filter, { table: TEXTS, source: looking, now })
  if (!passes) return null
  return (text: string) => {
    looking.text = text
    return passes(0)
  }
}

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

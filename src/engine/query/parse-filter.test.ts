import { expect, test } from 'vitest'
import type { FilterTable } from '../model/filter-fields.ts'
import { HeapError } from '../base/error.ts'
import { parseFilter } from './parse-filter.ts'

const read = () => {
  throw new Error('Parsing reads nothing.')
}
const words = { help: '', example: '' }
const TABLE: FilterTable<never> = {
  rows: 'objects',
  own: ['name'],
  fields: [
    { ...words, name: 'name', type: 'text', read },
    { ...words, name: 'class', type: 'text', read },
    { ...words, name: 'size', aliases: ['shallow'], type: 'bytes', read },
    { ...words, name: 'distance', type: 'count', lacking: true, read },
    { ...words, name: 'kind', type: 'choice', choices: ['string'], read },
    { ...words, name: 'detached', type: 'flag', read },
    { ...words, name: 'id', type: 'id', read },
    { ...words, name: 'under', type: 'object', read },
  ],
}

/** Terms without their places, alternatives as lists. */
function parse(text: string) {
  return parseFilter(text, TABLE).alternatives.map((terms) =>
    terms.map(({ field, negated, value }) => ({ field, value, ...(negated && { negated }) })),
  )
}

const contains = (text: string, field: string | null = null) => ({ field, value: { form: 'contains', text } })

test('words are looked for one by one, wherever no known field stands before a colon', () => {
  expect(parse('')).toEqual([])
  expect(parse(' \t ')).toEqual([])
  expect(parse('foo  bar')).toEqual([[contains('foo'), contains('bar')]])
  for (const text of [
    '(array)',
    '{a,',
    'http://x',
    'a:b',
    'a-b',
    'OR:',
    'a"b',
    '=x',
    '=>',
    '/usr/lib',
    'ORa',
    '||',
  ]) {
    expect(parse(text), text).toEqual([[contains(text)]])
  }
  expect(parse('system / Context')).toEqual([[contains('system'), contains('/'), contains('Context')]])
  expect(parse('system / Map / x')).toHaveLength(1)
})

test('a space binds tighter than OR', () => {
  const three = [[contains('a'), contains('b')], [contains('c')]]
  expect(parse('a b OR c')).toEqual(three)
  expect(parse('a b | c')).toEqual(three)
  expect(parse('"OR" or')).toEqual([[contains('OR'), contains('or')]])
})

test('a minus negates words and fields', () => {
  expect(parse('-a -class:b')).toEqual([
    [
      { ...contains('a'), negated: true },
      { ...contains('b', 'class'), negated: true },
    ],
  ])
})

test('quotes keep spaces, and quotes and backslashes can stand in them', () => {
  expect(parse(String.raw`"a \"b\" \\ \c"`)).toEqual([[contains(String.raw`a "b" \ \c`)]])
  expect(parse('class:"a b" c')).toEqual([[contains('a b', 'class'), contains('c')]])
  expect(parse('""')).toEqual([[contains('')]])
})

test('an equals sign asks for the whole text', () => {
  const exact = (text: string, field: string | null) => [[{ field, value: { form: 'exact', text } }]]
  expect(parse('class:="a b"')).toEqual(exact('a b', 'class'))
  expect(parse('class:=ab')).toEqual(exact('ab', 'class'))
  expect(parse('="a b"')).toEqual(exact('a b', null))
  expect(parse('class:=""')).toEqual(exact('', 'class'))
})

test('regular expressions may hold spaces, slashes and brackets', () => {
  const regex = (source: string, flags = '', field: string | null = null) => [
    [{ field, value: { form: 'regex', source, flags } }],
  ]
  expect(parse('/^a b/i')).toEqual(regex('^a b', 'i'))
  expect(parse('name:/a/')).toEqual(regex('a', '', 'name'))
  expect(parse(String.raw`/a\/ b/`)).toEqual(regex(String.raw`a\/ b`))
  expect(parse('/a/b/')).toEqual(regex('a/b'))
  expect(parse('/[/ ]/')).toEqual(regex('[/ ]'))
  expect(parse('/[/')).toEqual([[contains('/[/')]].map(() => regex('[')[0]!))
  expect(parse('/a/ /b/')).toEqual([[...regex('a')[0]!, ...regex('b')[0]!]])
})

test('numbers take comparisons, ranges and units', () => {
  const range = (text: string) => parse(text)[0]![0]!.value
  const whole = { form: 'range', lowOpen: false, highOpen: false }
  expect(range('size:5')).toEqual({ ...whole, low: 5, high: 5 })
  expect(range('size:=1k')).toEqual({ ...whole, low: 1024, high: 1024 })
  expect(range('size:>1KiB')).toEqual({ ...whole, low: 1024, high: Infinity, lowOpen: true })
  expect(range('shallow:>=1.5MB')).toEqual({ ...whole, low: 1.5 * 1024 ** 2, high: Infinity })
  expect(range('size:<2G')).toEqual({ ...whole, low: -Infinity, high: 2 * 1024 ** 3, highOpen: true })
  expect(range('size:<=10B')).toEqual({ ...whole, low: -Infinity, high: 10 })
  expect(range('size:1k..2mb')).toEqual({ ...whole, low: 1024, high: 2 * 1024 ** 2 })
  expect(range('size:1k..')).toEqual({ ...whole, low: 1024, high: Infinity })
  expect(range('size:..1,000')).toEqual({ ...whole, low: -Infinity, high: 1000 })
  expect(range('distance:>1k')).toEqual({ ...whole, low: 1000, high: Infinity, lowOpen: true })
  expect(range('distance:none')).toEqual({ form: 'lacking' })
})

test('flags, words and ids', () => {
  const value = (text: string) => parse(text)[0]![0]!.value
  expect(value('detached:yes')).toEqual({ form: 'flag', wanted: true })
  expect(value('detached:no')).toEqual({ form: 'flag', wanted: false })
  expect(value('kind:string,array')).toMatchObject({ words: [{ text: 'string' }, { text: 'array' }] })
  expect(value('kind:"sliced string"')).toMatchObject({ words: [{ text: 'sliced string' }] })
  expect(value('id:@1,2')).toMatchObject({ form: 'ids', ids: [{ id: 1 }, { id: 2 }] })
  expect(value('under:@12')).toMatchObject({ form: 'ids', ids: [{ id: 12 }] })
})

test.each([
  ['a OR', 2, 4, 'nothing stands behind this “or”.'],
  ['| a', 0, 1, 'nothing stands before this “or”.'],
  ['a OR | b', 5, 6, 'nothing stands before this “or”.'],
  ['a - b', 2, 3, 'a “-” excludes what follows it, and nothing does.'],
  ['a "b', 2, 4, 'this quotation mark has no other that ends it.'],
  ['"a"b', 3, 4, 'a space is missing after the quotation mark.'],
  ['a class: b', 2, 8, 'something must stand right behind “class:”.'],
  ['class:= b', 6, 7, 'a text must stand right behind “=”; the empty one is ="".'],
  [
    'count:5',
    0,
    6,
    'objects have no “count:” here, but name, class, size, distance, kind, detached, id and under; put it in quotes to look for the text.',
  ],
  ['size:>x', 6, 7, '“x” is not a number; write a size such as 512, >1k or 1MB..2MB.'],
  ['size:> 5', 6, 6, 'a number is missing here; write a size such as 512, >1k or 1MB..2MB.'],
  ['size:1x', 5, 7, '“1x” is not a number; write a size such as 512, >1k or 1MB..2MB.'],
  ['size:2k..1k', 5, 11, 'this range ends before it begins.'],
  ['size:1..y', 8, 9, '“y” is not a number; write a size such as 512, >1k or 1MB..2MB.'],
  ['distance:1kb', 9, 12, '“1kb” is not a number; write a number such as 5, >1k or 10..20.'],
  ['size:none', 5, 9, '“none” is not a number; write a size such as 512, >1k or 1MB..2MB.'],
  ['detached:maybe', 9, 14, '“maybe” is neither yes nor no.'],
  ['kind:a,,b', 7, 8, 'a word is missing beside this comma.'],
  ['id:x', 3, 4, '“x” is not an id such as @123.'],
  ['under:@', 6, 7, '“@” is not an id such as @123.'],
])('%s is wrong, and the message points there', (text, start, end, reason) => {
  const error = errorOf(text)
  expect(error).toMatchObject({ code: 'bad-filter', at: { start, end } })
  expect(error.message).toBe(`The filter is wrong at character ${start + 1}: ${reason}`)
})

test('characters are counted as people count them', () => {
  expect(errorOf('😀 "')).toMatchObject({
    at: { start: 3, end: 4 },
    message: expect.stringContaining('character 3:') as string,
  })
})

test('an endless filter is refused', () => {
  expect(errorOf('a '.repeat(60_000)).message).toMatch(/longer than 100,000 characters/)
})

function errorOf(text: string): HeapError {
  try {
    parseFilter(text, TABLE)
  } catch (error) {
    if (error instanceof HeapError) return error
    throw error
  }
  throw new Error(`“${text}” should be wrong.`)
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CLASS_TABLE } from '../analyses/class-fields.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { completeFilter } from './complete-filter.ts'
import { parseFilter } from './parse-filter.ts'

/** What is offered where the bar stands. */
function offered(marked: string) {
  const cursor = marked.indexOf('|')
  return completeFilter(marked.replace('|', ''), cursor, NODE_TABLE)
}

const labels = (marked: string): readonly string[] => offered(marked).items.map(({ label }) => label)
/** The texts that result, with a bar where the cursor is then. */
const texts = (marked: string): readonly string[] =>
  offered(marked).items.map(({ text, cursor }) => `${text.slice(0, cursor)}|${text.slice(cursor)}`)

test('names of fields are offered where a word begins like one', () => {
  expect(labels('ret|')).toEqual(['retained:'])
  expect(labels('shal|')).toEqual(['size:'])
  expect(texts('class:A -reta| size:1')).toEqual(['class:A -retained:| size:1'])
  expect(labels('|')).toEqual([])
  expect(labels('zzz|')).toEqual([])
})

test('words of a choice are offered, each once', () => {
  expect(texts('kind:st|')).toEqual(['kind:string|'])
  expect(texts('kind:string,a| x')).toEqual(['kind:string,array| x'])
  expect(labels('kind:array,a|')).toEqual([])
  expect(labels('type:conc|')).toEqual(['concatenated-string'])
  expect(texts('detached:|')).toEqual(['detached:yes|', 'detached:no|'])
})

test('where a class is typed, names of classes can be put in', () => {
  const { className } = offered('size:1 class:Se| b')
  expect(className?.begun).toBe('Se')
  expect(className?.complete('A "b"')).toMatchObject({
    text: String.raw`size:1 class:="A \"b\"" b`,
    cursor: 23,
  })
  expect(offered('class:=Se|').className?.begun).toBe('Se')
  expect(offered('class:/Se|').className).toBeNull()
})

test('within quotes nothing is offered', () => {
  expect(labels('"re|')).toEqual([])
  expect(labels('name:"re|')).toEqual([])
  expect(labels('"a b" ret|')).toEqual(['retained:'])
})

test('whatever is chosen can be gone on with', () => {
  const piece = fc.constantFrom(
    're',
    'kind:',
    'kind:a',
    '-',
    '"',
    ' ',
    'OR',
    'class:x',
    '=',
    '\\',
    'detached:',
    ',',
    '/',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.nat(), (pieces, place) => {
      const text = pieces.join('')
      const cursor = place % (text.length + 1)
      for (const table of [NODE_TABLE, CLASS_TABLE]) {
        for (const item of completeFilter(text, cursor, table).items) {
          expect(item.text.slice(item.cursor)).toBe(text.slice(cursor))
          expect(item.cursor).toBeLessThanOrEqual(item.text.length)
        }
      }
    }),
  )
})

test('a chosen word of a choice makes a filter that can be parsed', () => {
  for (const { text } of offered('kind:|').items) expect(() => parseFilter(text, NODE_TABLE)).not.toThrow()
})

import { expect, test } from 'vitest'
import { listed, plain, sentence, share, size, type Words, words, written } from './words.ts'

const say = (said: Words): string =>
  written(said, {
    code: (text) => `<${text}>`,
    bytes: (bytes) => `${bytes} B`,
    count: (count) => `#${count}`,
    share: (part) => `${100 * part}%`,
  })

test('a text in a sentence is something of the program’s, a number a count', () => {
  expect(say(words`${'cache'} holds ${3} ${'Session'} objects`)).toBe('<cache> holds #3 <Session> objects')
})

test('sizes, shares, words of ours and other sentences are written as what they are', () => {
  const kept = words`, ${size(12)}`
  expect(say(words`The ${plain('Map')} keeps ${share(1, 4)}${kept}.`)).toBe('The Map keeps 25%, 12 B.')
})

test('a part of nothing is nothing', () => expect(say(words`${share(0, 0)}`)).toBe('0%'))

test('what looks like markup in a name stays a name', () => {
  expect(words`${'a `b` ${c}'} x`).toEqual([{ code: 'a `b` ${c}' }, ' x'])
})

test('a sentence begins with a large letter, unless it begins with a name', () => {
  expect(say(sentence(words`the variable ${'x'}`))).toBe('The variable <x>')
  expect(say(sentence(words`${'cache'} holds`))).toBe('<cache> holds')
})

test('names are listed as far as there is room, and the others are counted', () => {
  expect(say(listed(['a', 'b']))).toBe('<a>, <b>')
  expect(say(listed(['a', 'b', 'c', 'd'], 2))).toBe('<a>, <b> and #2 more')
  expect(say(listed([]))).toBe('')
})

import { expect, test } from 'vitest'
import { plain, share, size, words } from '#engine/model/words.ts'
import { wordsMarkdown, wordsText } from './words-text.ts'

const SENTENCE = words`${'cache[`a`]'} holds ${1200} ${plain('things_')}, ${size(2048)} or ${share(1, 4)}.`

test('a sentence is one line of text', () => {
  expect(wordsText(SENTENCE)).toBe('cache[`a`] holds 1,200 things_, 2.0\u00a0KiB or 25.0%.')
})

test('names of the program are code in Markdown, and words of ours mean nothing to it', () => {
  expect(wordsMarkdown(SENTENCE)).toBe('`` cache[`a`] `` holds 1,200 things\\_, 2.0\u00a0KiB or 25.0%.')
})

test('names with line breaks stay on the line', () => {
  expect(wordsText(words`${'a\nb'} stays`)).toBe(String.raw`a\nb stays`)
  expect(wordsMarkdown(words`${'a\nb'} stays`)).toBe('`a\\nb` stays')
})

test('a very long name ends in an ellipsis, and no character is cut in two', () => {
  expect(wordsText(words`${'a'.repeat(5000)} stays`)).toBe(`${'a'.repeat(400)}… stays`)
  expect(wordsText(words`${`${'a'.repeat(399)}😀`}`)).toBe(`${'a'.repeat(399)}…`)
})

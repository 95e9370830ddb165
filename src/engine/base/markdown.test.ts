import { expect, test } from 'vitest'
import { codeMarkdown, plainMarkdown } from './markdown.ts'

test('text means nothing to Markdown', () => {
  expect(plainMarkdown('a *b* <c> [d](e) `f` | g_h #1')).toBe(
    String.raw`a \*b\* \<c\> \[d\](e) \`f\` \| g\_h \#1`,
  )
})

test('code stays code whatever backticks are in it', () => {
  expect(codeMarkdown('.cache')).toBe('`.cache`')
  expect(codeMarkdown('a`b')).toBe('`` a`b ``')
  expect(codeMarkdown('``')).toBe('``` `` ```')
})

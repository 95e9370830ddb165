import { expect, test } from 'vitest'
import { nodeTitle, shortTitle, visibleName } from './node-title.ts'

test('texts stand in quotes and other names do not', () => {
  expect(nodeTitle({ name: 'a b', kind: 'string', className: '(string)' })).toBe('"a b"')
  expect(nodeTitle({ name: 'Session', kind: 'object', className: 'Session' })).toBe('Session')
})

test('an empty text is visible, and an object without a name goes by its class', () => {
  expect(nodeTitle({ name: '', kind: 'string', className: '(string)' })).toBe('""')
  expect(nodeTitle({ name: '', kind: 'array', className: '(array)' })).toBe('(array)')
  expect(nodeTitle({ name: '', kind: 'object', className: '' })).toBe('(no name)')
  expect(nodeTitle({ name: '', kind: 'root', className: '(synthetic)' })).toBe('(root)')
})

test('what would turn the line round is written out, what joins an emoji is not', () => {
  const name = 'a\u202eb 👩\u200d💻'
  expect(nodeTitle({ name, kind: 'object', className: 'x' })).toBe('a\\u202eb 👩\u200d💻')
})

test('a name of blanks can be seen', () => {
  expect(visibleName('  ')).toBe('"  "')
  expect(visibleName('\u200b\u2800')).toBe('"\u200b\u2800"')
  expect(visibleName('')).toBe('(no name)')
  expect(visibleName(' a ')).toBe(' a ')
  expect(nodeTitle({ name: ' ', kind: 'object', className: ' ' })).toBe('" "')
})

test('a class cannot look like another by turning its name round', () => {
  expect(visibleName('\u202etxt.exe')).toBe('\\u202etxt.exe')
})

test('what would break the line is written as in a program', () => {
  expect(nodeTitle({ name: 'a\nb\tc\u007fd\u2028e', kind: 'string', className: '(string)' })).toBe(
    String.raw`"a\nb\tc\u007fd\u2028e"`,
  )
})

test('a long text in a sentence ends in an ellipsis, inside its quotes', () => {
  const long = { name: '👩'.repeat(200), kind: 'string' as const, className: '(string)' }
  expect(shortTitle(long)).toBe(`"${'👩'.repeat(79)}…"`)
  expect(shortTitle({ ...long, name: 'short' })).toBe('"short"')
  expect(shortTitle({ name: 'x'.repeat(100), kind: 'object', className: 'x' })).toBe(`${'x'.repeat(80)}…`)
})

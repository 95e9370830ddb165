import { expect, test } from 'vitest'
import { nodeTitle } from './node-title.ts'

test('texts stand in quotes and other names do not', () => {
  expect(nodeTitle({ name: 'a b', kind: 'string', type: 'string' })).toBe('"a b"')
  expect(nodeTitle({ name: 'Session', kind: 'object', type: 'object' })).toBe('Session')
})

test('an empty text is visible, and so is an object without a name', () => {
  expect(nodeTitle({ name: '', kind: 'string', type: 'string' })).toBe('""')
  expect(nodeTitle({ name: '', kind: 'array', type: 'array' })).toBe('(array without a name)')
})

test('what would break the line is shown by its picture', () => {
  expect(nodeTitle({ name: 'a\nb\tc\u007fd\u2028e', kind: 'string', type: 'string' })).toBe('"a␊b␉c␡d␤e"')
})

import { expect, test } from 'vitest'
import { edgeText, edgeTone } from './edge-text.ts'

test('a property is written as in a program', () => {
  expect(edgeText('property', 'cache')).toBe('.cache')
  expect(edgeText('property', '#secret')).toBe('.#secret')
  expect(edgeText('property', 'größe')).toBe('.größe')
  expect(edgeText('property', 'content-type')).toBe('["content-type"]')
  expect(edgeText('property', 'say "hi"')).toBe(String.raw`["say \"hi\""]`)
})

test('an element is an index, also when it is typed as a property', () => {
  expect(edgeText('element', 3)).toBe('[3]')
  expect(edgeText('property', 3)).toBe('[3]')
})

test('what the engine keeps stands in braces', () => {
  expect(edgeText('internal', 'map')).toBe('{map}')
  expect(edgeText('hidden', 7)).toBe('{7}')
  expect(edgeText('internal', '')).toBe('{…}')
})

test('a captured variable has an arrow, and a weak reference says so', () => {
  expect(edgeText('context', 'rows')).toBe('→ rows')
  expect(edgeText('weak', 'cell')).toBe('weak cell')
})

test('a reference of an unknown type shows its name, or its type where it has none', () => {
  expect(edgeText('shortcut', '(Global handles)')).toBe('(Global handles)')
  expect(edgeText('shortcut', '')).toBe('(shortcut)')
})

test('what keeps nothing alive looks weak whatever its type', () => {
  expect(edgeTone('property', true)).toBe('own')
  expect(edgeTone('property', false)).toBe('weak')
  expect(edgeTone('context', true)).toBe('captured')
  expect(edgeTone('internal', true)).toBe('engine')
})

test('what would turn the line round is written out', () => {
  expect(edgeText('property', 'a\u202eb')).toBe(String.raw`["a\u202eb"]`)
  expect(edgeText('context', '\u202eb')).toBe(String.raw`→ \u202eb`)
})

import { expect, test } from 'vitest'
import { riskOf } from './regex-risk.ts'

test.each([
  '(a+)+',
  '(a|aa)*b',
  '^(([a-zA-Z() /]+)+)+$',
  '(?:x?){20}y',
  '((ab)*c)*',
  '(?<name>a*){2,}',
  '([^)]+)*',
  '(a{1,3})+',
  '(a|b)+?',
])('%s could take exponential time and is refused', (source) => {
  expect(riskOf(source, '')).toMatch(/repeats a group/)
})

test('too many unlimited repetitions are refused', () => {
  expect(riskOf('.*a.*b.*c.*', '')).toMatch(/more than 3/)
  expect(riskOf('.*a.*b.*c', '')).toBeNull()
})

test.each([
  '^Sess',
  'Map|Set',
  '(get|set) .*',
  '^system / (Context|Map)$',
  '(ab)+',
  '[(a+)+]+',
  '\\(a+\\)+',
  'a{2,5}b?',
  '(?=.*x)y',
  '(a+)?',
  '{a, b}',
])('%s is harmless and allowed', (source) => {
  expect(riskOf(source, '')).toBeNull()
})

test('nested classes are skipped where the flag allows them', () => {
  expect(riskOf('[[(a+)+]--[b]]x', 'v')).toBeNull()
})

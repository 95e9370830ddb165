import { expect, test } from 'vitest'
import { patternFault } from './library-patterns.ts'

test('a part of a file or module name is a library pattern', () => {
  for (const pattern of ['/lib/charts/', 'charts.js', 'shop.orm', 'bibliothèque', 'node_modules/react'])
    expect(patternFault(pattern), pattern).toBeNull()
})

test('what is no pattern, or in nearly every name, or built in is told in a sentence', () => {
  expect(patternFault('  ')).toMatch(/^A pattern is a part of a file or module name/)
  expect(patternFault('./')).toMatch(/^“\.\/” has neither letter nor digit/)
  for (const known of ['node_modules', '/site-packages/', 'node:', 'v8/'])
    expect(patternFault(known), known).toMatch(/ is built in already\.$/)
})

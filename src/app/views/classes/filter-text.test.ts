import { expect, test } from 'vitest'
import { filterProblem } from './filter-text.ts'

test('plain text, whatever it holds, and valid expressions can be used', () => {
  for (const text of ['', 'Sess', '(array)', 'a/b', '/^Sess/i', '/half'])
    expect(filterProblem(text)).toBeNull()
})

test('a broken expression is told at once', () => {
  expect(filterProblem('/(/')).toContain('not a valid regular expression')
})

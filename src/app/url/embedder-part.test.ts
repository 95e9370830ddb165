import { expect, test } from 'vitest'
import { embedderPart, namedOrigin } from './embedder-part.ts'

test.each([
  ['#embedder=https://ci.example', 'https://ci.example'],
  ['#embedder=https://ci.example/&v=1&view=classes', 'https://ci.example'],
  ['#embedder=https%3A%2F%2Fci.example%3A8443', 'https://ci.example:8443'],
  ['#embedder=', null],
  ['#v=1&embedder=https://ci.example', null],
  ['#fromage=1', null],
  ['', null],
])('%s names %s', (hash, origin) => {
  expect(namedOrigin(hash)).toBe(origin)
})

test('what stands before a place is as it was written', () => {
  expect(embedderPart('#embedder=https%3A%2F%2Fci.example&v=1')).toBe('embedder=https%3A%2F%2Fci.example')
  expect(embedderPart('#v=1')).toBe('')
})

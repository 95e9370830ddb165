import { expect, test } from 'vitest'
import { fromPart, namedOrigin } from './from.ts'

test.each([
  ['#from=https://ci.example', 'https://ci.example'],
  ['#from=https://ci.example/&v=1&view=classes', 'https://ci.example'],
  ['#from=https%3A%2F%2Fci.example%3A8443', 'https://ci.example:8443'],
  ['#from=', null],
  ['#v=1&from=https://ci.example', null],
  ['#fromage=1', null],
  ['', null],
])('%s names %s', (hash, origin) => {
  expect(namedOrigin(hash)).toBe(origin)
})

test('what stands before a place is as it was written', () => {
  expect(fromPart('#from=https%3A%2F%2Fci.example&v=1')).toBe('from=https%3A%2F%2Fci.example')
  expect(fromPart('#v=1')).toBe('')
})

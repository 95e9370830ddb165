import { beforeEach, expect, test } from 'vitest'
import { rememberSearch, searchHistory } from './search-history.ts'

beforeEach(() => searchHistory.setState([], true))

test('the last search comes first, each once', () => {
  for (const text of ['a', ' b ', 'a', '  ']) rememberSearch(text)
  expect(searchHistory.getState()).toEqual(['a', 'b'])
})

test('only the last eight are remembered', () => {
  for (let i = 0; i < 12; i++) rememberSearch(`search ${i}`)
  expect(searchHistory.getState()).toHaveLength(8)
  expect(searchHistory.getState()[0]).toBe('search 11')
})

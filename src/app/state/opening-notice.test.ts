import { expect, test } from 'vitest'
import { openingNotice } from './opening-notice.ts'

test('files need no word, since all are opened', () => {
  expect(openingNotice(['a'], [])).toBeNull()
  expect(openingNotice([], [])).toBeNull()
  expect(openingNotice(['a', 'b'], [])).toBeNull()
})

test('folders among files are said to be left out', () => {
  expect(openingNotice(['a'], ['d'])).toBe('Only a is opened. Folders are left out.')
  expect(openingNotice(['a', 'b'], ['d'])).toBe('Folders are left out.')
})

test('a folder alone is told how to be opened', () => {
  expect(openingNotice([], ['d'])).toContain('d is a folder')
})

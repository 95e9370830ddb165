import { expect, test } from 'vitest'
import { openingNotice } from './opening-notice.ts'

test('one file needs no word', () => {
  expect(openingNotice(['a'], [])).toBeNull()
  expect(openingNotice([], [])).toBeNull()
})

test('of several files the one that opens is named', () => {
  expect(openingNotice(['a', 'b'], [])).toBe(
    'Only a of these 2 files is opened: one capture is shown at a time.',
  )
})

test('folders among files are said to be left out', () => {
  expect(openingNotice(['a'], ['d'])).toBe('Only a is opened. Folders are left out.')
  expect(openingNotice(['a', 'b'], ['d'])).toMatch(/^Only a of these 2 files .*Folders are left out\.$/)
})

test('a folder alone is told how to be opened', () => {
  expect(openingNotice([], ['d'])).toContain('d is a folder')
})

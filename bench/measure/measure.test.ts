import { expect, test } from 'vitest'
import { failureReason } from './failure.mjs'
import { markdownTable, median } from './table.mjs'

test('the median of an even number of rounds lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
})

test('tables keep their columns aligned', () => {
  expect(markdownTable(['', 'seconds'], [['a', '1.00']])).toBe(
    ['|     | seconds |', '| --- | -------:|', '| a   |    1.00 |'].join('\n'),
  )
})

test('of what a dying process writes, the line that says why is kept', () => {
  const thrown = 'file:///x.mjs:1\n    ^\n\nRangeError: Invalid string length\n    at x\n\nNode.js v20.20.2\n'
  expect(failureReason(thrown, 1)).toBe('RangeError: Invalid string length')
  const full = '<--- Last few GCs --->\nFATAL ERROR: Reached heap limit Allocation failed - x\n 1: 0xb y'
  expect(failureReason(full, 'SIGABRT')).toBe('Reached heap limit')
})

test('folders of this machine are left out of a reason', () => {
  const text = "/home/me/node_modules/tool/bin: /lib/libc.so.6: version `GLIBC_2.39' not found"
  expect(failureReason(text, 1)).toBe("tool/bin: /lib/libc.so.6: version `GLIBC_2.39' not found")
})

test('a process that ends without a word is named by how it ended', () => {
  expect(failureReason('', 'SIGKILL')).toBe('ended with SIGKILL')
  expect(failureReason('first\nlast words\n', 3)).toBe('last words')
})

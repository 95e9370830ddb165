import { expect, test } from 'vitest'
import { readRange } from './range.ts'

test.each([
  ['nothing', undefined, null],
  ['from a byte on', 'bytes=10-', { start: 10, end: 99 }],
  ['from one to another, both included', 'bytes=0-0', { start: 0, end: 0 }],
  ['more than there is', 'bytes=90-1000', { start: 90, end: 99 }],
  ['the last ones', 'bytes=-10', { start: 90, end: 99 }],
  ['more last ones than there are', 'bytes=-1000', { start: 0, end: 99 }],
  ['beyond the end', 'bytes=100-', 'outside'],
  ['no last ones', 'bytes=-0', 'outside'],
  ['backwards', 'bytes=5-4', null],
  ['several', 'bytes=0-1,5-6', null],
  ['another unit', 'lines=0-1', null],
  ['neither end', 'bytes=-', null],
  ['nonsense', 'bytes=a-b', null],
] as const)('%s', (_, header, range) => {
  expect(readRange(header, 100)).toEqual(range)
})

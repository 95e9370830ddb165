import { expect, test } from 'vitest'
import { shortNames } from './short-names.ts'

test('names lose their endings and what they all begin with, at a break', () => {
  expect(shortNames(['app-1.2-base.heapsnapshot.gz', 'app-1.2-after.heapsnapshot'])).toEqual([
    'base',
    'after',
  ])
  expect(shortNames(['baseline.heapsnapshot', 'basement.heapsnapshot'])).toEqual(['baseline', 'basement'])
})

test('one name keeps its beginning, and names that are the same stay whole', () => {
  expect(shortNames(['app-base.heapsnapshot'])).toEqual(['app-base'])
  expect(shortNames(['a-b.heapsnapshot', 'a-b.heapsnapshot'])).toEqual(['b', 'b'])
  expect(shortNames(['.heapsnapshot'])).toEqual(['.heapsnapshot'])
})

test('a name that the others begin with is not cut to nothing', () => {
  expect(shortNames(['soak-', 'soak-2'])).toEqual(['soak-', '2'])
})

import { expect, test } from 'vitest'
import { words } from '#engine/model/words.ts'
import { findingRowOf } from '#engine/testing/finding-row.ts'
import { findingMarkdown, findingParagraph, growthWords } from './finding-text.ts'
import { wordsMarkdown, wordsText } from './words-text.ts'

test('a finding is a paragraph that stands alone', () => {
  expect(wordsText(findingParagraph(findingRowOf({})))).toBe(
    'Cache.entries holds 400 Session objects, 2.0\u00a0KiB. Nothing removes them. The reference that keeps it: globalThis.cache.entries. Bound it, or call cache.delete(id).',
  )
})

test('what no path leads to has no reference that keeps it', () => {
  expect(wordsMarkdown(findingParagraph(findingRowOf({ reference: null })))).toBe(
    '`Cache.entries` holds 400 `Session` objects, 2.0\u00a0KiB. Nothing removes them. Bound it, or call `cache.delete(id)`.',
  )
})

test('in Markdown it says how sure it is, what would be saved and how that is known, and what is new', () => {
  const finding = findingRowOf({
    saving: { bytes: 1024, estimate: true, method: words`half of them` },
    growth: { count: 1, shallowSize: 512 },
  })
  expect(findingMarkdown(finding, 4096, 'before.heapsnapshot')).toBe(
    [
      '**`Cache.entries` holds 400 `Session` objects, 2.0\u00a0KiB**',
      'Nothing removes them.',
      [
        '- Warning: 1.0\u00a0KiB, 25.0% of the heap',
        '- Held by `Cache.entries`',
        '- The reference that keeps it: `globalThis.cache.entries`',
        '- Likely, since it grew.',
        '- Would be saved: 1.0\u00a0KiB (estimate): half of them.',
        '- New: +1 object, +512\u00a0B by themselves, since `before.heapsnapshot`.',
      ].join('\n'),
      'What to do: Bound it, or call `cache.delete(id)`.',
    ].join('\n\n'),
  )
})

test('what has not grown says so, and what has no base says nothing', () => {
  const still = growthWords(findingRowOf({ growth: { count: 0, shallowSize: 0 } }), 'a')
  expect(wordsText(still!)).toBe('Nothing of it is new since a.')
  expect(growthWords(findingRowOf({}), 'a')).toBeNull()
})

import { expect, test } from 'vitest'
import { words } from '#engine/model/words.ts'
import { findingRowOf } from '#engine/testing/finding-row.ts'
import { findingMarkdown } from './finding-text.ts'

test('in Markdown a finding says how sure it is, what would be saved and how that is known, and what is new', () => {
  const finding = findingRowOf({
    saving: { bytes: 1024, estimate: true, method: words`half of them` },
    growth: { count: 1, shallowSize: 512, retained: null },
  })
  expect(findingMarkdown(finding, 4096)).toBe(
    [
      '**`Cache.entries` holds 400 `Session` objects, 2.0\u00a0KiB**',
      'Nothing removes them.',
      [
        '- Warning: 1.0\u00a0KiB, 25.0% of the heap',
        '- Held by `Cache.entries`',
        '- The reference that keeps it: `globalThis.cache.entries`',
        '- Likely: it grew.',
        '- Saves an estimated 1.0\u00a0KiB: half of them.',
        '- New since the base: 1 object of 512\u00a0B.',
      ].join('\n'),
      'What to do: Bound it, or call `cache.delete(id)`.',
    ].join('\n\n'),
  )
})

test('in Markdown nothing is said of what is not known', () => {
  const text = findingMarkdown(findingRowOf({ reference: null }), 4096)
  expect(text).not.toMatch(/reference|Saves|New/)
})

import { expect, test } from 'vitest'
import type { FilterTable } from '#engine/model/filter-fields.ts'
import { filterEntries } from '#engine/query/compile-filter.ts'
import { classFilter } from './class-filter.ts'

const NAMES: FilterTable<readonly string[]> = {
  rows: 'classes',
  own: ['class'],
  fields: [
    {
      name: 'class',
      type: 'text',
      help: '',
      example: '',
      read: (names) => (pattern) => (index) => pattern.test(names[index]!),
    },
  ],
}

test('only the class of that very name passes', () => {
  for (const name of [
    'Session',
    '(array)',
    'system / Context',
    '<div id="a|b">',
    '{a, b}',
    String.raw`a\d$[x]^*`,
  ]) {
    const source = [name, `${name}s`, `x${name}`, name.toUpperCase()]
    const passes = filterEntries(classFilter(name), { table: NAMES, source, now: () => 0 })!
    expect(source.map((_, index) => passes(index))).toEqual([true, false, false, name === name.toUpperCase()])
  }
})

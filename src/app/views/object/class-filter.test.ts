import { expect, test } from 'vitest'
import { compileTextFilter } from '#engine/query/text-filter.ts'
import { classFilter } from './class-filter.ts'

test('only the class of that very name passes', () => {
  for (const name of [
    'Session',
    '(array)',
    'system / Context',
    '<div id="a|b">',
    '{a, b}',
    String.raw`a\d$[x]^*`,
  ]) {
    const passes = compileTextFilter(classFilter(name), () => 0)
    expect(passes?.(name)).toBe(true)
    expect(passes?.(`${name}s`)).toBe(false)
    expect(passes?.(`x${name}`)).toBe(false)
  }
})

import { expect, test } from 'vitest'
import { findingQuery } from '#engine/analyses/findings/finding-row.ts'
import { DEFAULT_PLACE } from './place.ts'
import { findingsIn, withRenamed } from './renamed-findings.ts'

const PLACE = {
  ...DEFAULT_PLACE,
  open: ['rule/a', 'Session @77'],
  filter: `${findingQuery('rule/b')} size:>1k`,
  selection: [{ op: '+', query: findingQuery('rule/c-2') }] as const,
}

test('a place names findings as open, in its filter and in its selection', () => {
  expect(findingsIn(PLACE, ['rule/a', 'rule/b', 'rule/c', 'rule/c-2', 'rule/d'])).toEqual([
    'rule/a',
    'rule/b',
    'rule/c-2',
  ])
})

test('a place names findings by what they are called elsewhere', () => {
  const renamed = new Map([
    ['rule/a', 'rule/x'],
    ['rule/b', 'rule/y'],
    ['rule/c-2', 'rule/z'],
  ])
  expect(withRenamed(PLACE, renamed)).toEqual({
    ...PLACE,
    open: ['rule/x', 'Session @77'],
    filter: `${findingQuery('rule/y')} size:>1k`,
    selection: [{ op: '+', query: findingQuery('rule/z') }],
  })
  expect(withRenamed(PLACE, new Map([['rule/a', null]])).open).toEqual(['Session @77'])
  expect(withRenamed(PLACE, new Map())).toEqual(PLACE)
})

import { describe, expect, test } from 'vitest'
import type { KnownFinding } from '../model/finding-rows.ts'
import { compareFindings } from './compare-findings.ts'

function finding(key: string, bytes: number, severity: KnownFinding['severity'] = 'note'): KnownFinding {
  return {
    key,
    fingerprint: key,
    rule: 'r',
    severity,
    title: [key],
    owner: key,
    count: 1,
    retained: bytes,
    saving: null,
    whose: null,
  }
}

function coursesOf(...lists: readonly (readonly KnownFinding[])[]): Record<string, string> {
  return Object.fromEntries(compareFindings(lists).now.map(({ key, course }) => [key, course]))
}

describe('findings of several captures', () => {
  test('are new where no earlier capture had them', () => {
    expect(coursesOf([finding('a', 10)], [finding('a', 10), finding('b', 5)])).toEqual({
      a: 'same',
      b: 'new',
    })
  })

  test('have grown or shrunk against the last capture that had them', () => {
    const lists = [[finding('a', 100), finding('b', 100)], [], [finding('a', 110), finding('b', 90)]]
    expect(coursesOf(...lists)).toEqual({ a: 'grown', b: 'shrunk' })
  })

  test('are growing where each capture has more, and stand first', () => {
    const lists = [1, 2, 3].map((n) => [finding('big', 900, 'serious'), finding('small', 100 * n)])
    const { now } = compareFindings(lists)
    expect(now).toEqual([
      { key: 'small', course: 'growing', bytes: [100, 200, 300] },
      { key: 'big', course: 'same', bytes: [900, 900, 900] },
    ])
  })

  test('are growing from nothing too, but two captures do not make it steady', () => {
    expect(coursesOf([], [finding('a', 1)], [finding('a', 2)])).toEqual({ a: 'growing' })
    expect(coursesOf([finding('a', 1)], [finding('a', 2)])).toEqual({ a: 'grown' })
  })

  test('are fixed where the last capture has them no more, as they were found last', () => {
    const { fixed } = compareFindings([[finding('a', 1), finding('b', 2)], [finding('a', 7)], []])
    expect(fixed.map(({ key, retained }) => [key, retained])).toEqual([
      ['a', 7],
      ['b', 2],
    ])
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ClassChangeRow } from './model/diff-rows.ts'
import { QUIET_HOST } from './testing/captures.ts'
import { openOf, putBeside } from './testing/pairs.ts'

/** Objects added and removed, and their bytes. */
type Change = readonly [added: number, removed: number, addedSize: number, removedSize: number]
type Moment = 'baseline' | 'target' | 'final'

const ORACLE = new URL('../../fixtures/oracle/diff.json', import.meta.url)
const { pairs } = JSON.parse(readFileSync(ORACLE, 'utf8')) as {
  readonly pairs: Readonly<Record<string, Readonly<Record<string, Change>>>>
}

/**
 * DevTools sorts the base's plain objects by the shapes of the target; ours are in each heap what they are there. Two
 * objects of Deno's are of a shape in the target that is too rare in the base to be one.
 */
const OTHER_SHAPES: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  'deno-2.9.6: baseline to target': {
    Object: [0, 1, 0, 40],
    '{constructor}': [0, 1, 0, 24],
    '{send, receive}': [2, 0, 64, 0],
  },
}

describe.each(Object.entries(pairs))('%s', (name, classes) => {
  test('has by class the changes that DevTools counts, in objects and in bytes', async () => {
    const [series, base, target] = name.split(/: | to /) as [string, Moment, Moment]
    const [earlier, later] = await Promise.all([openOf(series, base), openOf(series, target)])
    const { pair } = await putBeside(earlier, later)
    expect(pair).toMatchObject({ sameProcess: true, matchedBy: 'id' })
    const { rows } = await later.ask('classChanges', [{ start: 0, end: Infinity }], QUIET_HOST)
    const ours = rows.filter(({ added, removed }) => added + removed > 0).map(changeOf)
    const theirs = Object.entries(classes).map(([key, change]) => {
      const more = OTHER_SHAPES[name]?.[ourKey(key)] ?? []
      return [ourKey(key), ...change.map((value, place) => value + (more[place] ?? 0))]
    })
    expect(ours.toSorted(byKey)).toEqual(theirs.toSorted(byKey))
  })
})

function changeOf({ key, added, removed, addedSize, removedSize }: ClassChangeRow): (string | number)[] {
  return [key, added, removed, addedSize, removedSize]
}

/** DevTools writes `,Name` and `script,line,column,Name`, both from 0. */
function ourKey(key: string): string {
  const [, script, line, column, name] = /^(?:(\d+),(\d+),(\d+))?,(.*)$/s.exec(key)!
  return script === undefined ? name! : `${name!} @${script}:${Number(line) + 1}:${Number(column) + 1}`
}

function byKey([a]: readonly (string | number)[], [b]: readonly (string | number)[]): number {
  return a! < b! ? -1 : 1
}

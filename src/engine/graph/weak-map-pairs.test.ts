import { describe, expect, test } from 'vitest'
import { buildStrings } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

const PAIR = '/ part of key (Key @3) -> value (Val @4) pair in WeakMap (table @100)'

test('two names that differ in their leading number make one pair', async () => {
  const pairs = await findWeakMapPairs(buildStrings(['a', `7 ${PAIR}`, '12', `16 ${PAIR}`]), quietTask())
  expect(pairs.count).toBe(1)
  expect([...pairs.ofName]).toEqual([0, 1, 0, 1])
  expect(pairs.tableId[1]).toBe(100)
})

test('names of different entries make different pairs', async () => {
  const other = PAIR.replace('@100', '@4294967297')
  const pairs = await findWeakMapPairs(buildStrings([`7 ${PAIR}`, `7 ${other}`]), quietTask())
  expect([...pairs.ofName]).toEqual([1, 2])
  expect(pairs.tableId.slice(1)).toEqual([100, 4_294_967_297])
})

test('however many there are, names are of one pair exactly if they are the same but for their number', async () => {
  const rests = Array.from({ length: 3000 }, (_, i) =>
    // Every other one has the ids of the one before it.
    PAIR.replace('Key @3', `Key${i % 7} @${(i >> 1) % 500}`).replace('(table @100', `(table @${i >> 1}`),
  )
  const names = [...rests, ...rests.toReversed()].map((rest, i) => `${i} ${rest}`)
  const { ofName, count, tableId } = await findWeakMapPairs(buildStrings(names), quietTask())
  expect(count).toBe(new Set(rests).size)
  expect([...ofName]).toEqual([...ofName.subarray(0, 3000), ...ofName.subarray(0, 3000).toReversed()])
  expect(Array.from(ofName.subarray(0, 3000), (pair) => tableId[pair])).toEqual(rests.map((_, i) => i >> 1))
})

test('without any pair there is no column to look into', async () => {
  const pairs = await findWeakMapPairs(buildStrings(['', '1', 'x'.repeat(200), '1'.repeat(200)]), quietTask())
  expect(pairs.count).toBe(0)
  expect(pairs.ofName.length).toBe(0)
})

describe('a pair name', () => {
  test.each([
    ['may have empty class names', '0 / part of key ( @0) -> value ( @0) pair in WeakMap (table @0)'],
    [
      'may have a line break in a class name',
      '1 / part of key (a\nb @1) -> value (c\u2028d @2) pair in WeakMap (table @3)',
    ],
    [
      'may hold its own words in a class name',
      '1 / part of key (x @1) -> value (y @1) -> value (z @2) pair in WeakMap (table @3)',
    ],
  ])('%s', async (_, text) => {
    const pairs = await findWeakMapPairs(buildStrings([text, `99${text.slice(1)}`, `${text} `]), quietTask())
    expect([...pairs.ofName]).toEqual([1, 1, 0])
  })

  test.each([
    ['begins with a number', ` ${PAIR}`],
    ['has no text before its number', `x7 ${PAIR}`],
    ['ends with the table', `7 ${PAIR} `],
    ['names its table by number', '7 / part of key (K @3) -> value (V @4) pair in WeakMap (table @x)'],
    ['has a value', '7 / part of key (K @3) pair in WeakMap (table @100)'],
    ['has its parts one after the other', '7 / part of key (K @3) -> value ( @4) pair in WeakMap @5'],
    ['does not share text between its parts', '7 / part of key ( @3) pair in WeakMap (table @100)'],
    ['has its middle after its head', '0 / part of key ) -> value ( @4) pair in WeakMap (table @100)'],
    ['needs an id before the table', '7 / part of key (K @3) -> value (V) pair in WeakMap (table @1)'],
    ['needs an id for its key', '7 / part of key (K) -> value (V @4) pair in WeakMap (table @1)'],
    ['needs an id for its value', '7 / part of key (K @3) -> value ( pair in WeakMap (table @1)'],
  ])('%s', async (_, text) => {
    expect((await findWeakMapPairs(buildStrings([text]), quietTask())).count).toBe(0)
  })
})

import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Session } from './session.ts'
import { QUIET_HOST } from './testing/captures.ts'
import { ownKey } from './testing/oracle-truth.ts'
import { sourceOf } from './testing/sample-text.ts'

interface OracleNode {
  readonly id: number
  readonly name: string
  readonly class: string
  readonly self: number
  readonly distance: number
}

interface Oracle {
  readonly nodes: readonly OracleNode[]
  readonly aggregates: readonly {
    readonly key: string
    readonly count: number
    readonly distance: number
    readonly self: number
    readonly maxRet: number
  }[]
}

const NOT_FOUND = -5

/** Where DevTools is wrong, what is right: class, count, shallow and retained size, distance. */
const CORRECTIONS: Record<string, (readonly [string, number, number, number, number])[]> = {
  // DevTools' sizes wrap at 2^32.
  big_self_size: [
    ['A', 1, 6_000_000_000, 6_000_000_000, 2],
    ['C', 1, 5_000_000_000, 5_000_000_000, 2],
    ['Window', 1, 100, 11_000_000_100, 1],
  ],
  // A native object is named "(system)", like the class of all hidden ones: DevTools loses one of the two.
  names: [['(system)', 2, 30, 30, 2]],
}
const TRUTH = new URL('../../fixtures/truth/', import.meta.url)
const CASES = readdirSync(TRUTH)
  .filter((file) => file.endsWith('.heapsnapshot'))
  .map((file) => file.replace('.heapsnapshot', ''))

describe.each(CASES)('small case %s', (name) => {
  const bytes = readFileSync(new URL(`${name}.heapsnapshot`, TRUTH))
  const oracle = JSON.parse(readFileSync(new URL(`${name}.oracle.json`, TRUTH), 'utf8')) as Oracle

  test('gives every node the class and the name that DevTools shows', async () => {
    const session = await open(bytes)
    const ours = session.records(0, oracle.nodes.length)
    expect(
      ours.map(({ id, name: shown, class: className }) => ({ id, name: shown, class: className })),
    ).toEqual(
      oracle.nodes.map(({ id, name: shown, class: className }) => ({ id, name: shown, class: className })),
    )
  })

  test('sums up the classes as DevTools does', async () => {
    const session = await open(bytes)
    const ours = session.classes({ start: 0, end: 1000 }).rows.map((row) => {
      return [row.key, row.count, row.shallowSize, row.retainedSize, row.distance]
    })
    const devtools = oracle.aggregates.map((row) => {
      const distance = row.distance === NOT_FOUND ? smallestDistance(oracle, ownKey(row.key)) : row.distance
      return [ownKey(row.key), row.count, row.self, row.maxRet, distance]
    })
    const corrected = devtools.map((row) => CORRECTIONS[name]?.find(([key]) => key === row[0]) ?? row)
    expect(ours.toSorted()).toEqual(corrected.toSorted())
  })
})

/** Of the class's objects that something leads to; DevTools lets those that nothing leads to win. */
function smallestDistance(oracle: Oracle, className: string): number | null {
  const distances = oracle.nodes
    .filter((node) => node.class === className && node.self > 0 && node.distance !== NOT_FOUND)
    .map((node) => node.distance)
  return distances.length > 0 ? Math.min(...distances) : null
}

async function open(bytes: Uint8Array): Promise<Session> {
  const session = await Session.read(sourceOf([bytes]), QUIET_HOST)
  await session.complete(QUIET_HOST)
  return session
}

import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { Task } from './base/task.ts'
import { readCapture } from './format/open.ts'
import { Detachedness } from './model/kinds.ts'
import { propagateDetachedness } from './graph/detachedness.ts'
import type { NodeRecord } from './model/rows.ts'
import type { Session } from './session.ts'
import { captureSource, openCapture, QUIET_HOST } from './testing/captures.ts'
import { decodeOracleTruth, type OracleTruth, textHash } from './testing/oracle-truth.ts'

const ORACLE = new URL('../../fixtures/oracle/', import.meta.url)
const PAGE = 4096
const EVERYTHING = { start: 0, end: 10_000_000 }

/**
 * Where we differ on purpose, and in how many places of which capture. `docs/correctness.md` gives the reasons.
 * Everything that is not named here must be the same.
 */
const INTENDED = {
  /** Bun writes joined strings without their parts. DevTools shows an empty text, we the name in the file. */
  joinedStringsWithoutParts: new Map([['bun-1.4.5.heapsnapshot.gz', 400]]),
  /** A class's distance is the smallest of its instances'. With DevTools one that nothing leads to makes it −5. */
  classesWithUnreachedInstances: new Map([
    ['bun-1.4.5.heapsnapshot.gz', 13],
    ['node-22.20.0-target.heapsnapshot.gz', 1],
  ]),
}

/** One disagreement: the node with its id, what DevTools says, what we say. */
interface Difference {
  readonly node: number
  readonly id: number
  readonly devtools: unknown
  readonly ours: unknown
}

for (const file of readdirSync(ORACLE).filter((name) => name.endsWith('.oracle.gz'))) {
  const truth = decodeOracleTruth(gunzipSync(readFileSync(new URL(file, ORACLE))))
  describe(`Chrome DevTools' worker and we agree on ${truth.capture}`, () => {
    compare(truth)
  })
}

function compare(truth: OracleTruth): void {
  let session: Session
  let records: NodeRecord[]

  beforeAll(async () => {
    session = await openCapture(truth.capture)
    records = [...allRecords(session, truth.nodes)]
  })

  /** Goes over all nodes; both sides are compared as plain values. */
  function differences(
    devtools: (node: number) => unknown,
    ours: (record: NodeRecord, node: number) => unknown,
  ): Difference[] {
    const found: Difference[] = []
    for (const [node, record] of records.entries()) {
      const pair = { devtools: devtools(node), ours: ours(record, node) }
      if (pair.devtools !== pair.ours) found.push({ node, id: record.id, ...pair })
    }
    return found
  }

  test('about how many nodes there are', () => {
    expect(session.summary().nodes).toBe(truth.nodes)
    expect(records.length).toBe(truth.nodes)
  })

  test('about the shallow size of every node', () => {
    expect(
      differences(
        (node) => truth.shallowSize[node],
        (record) => record.shallowSize,
      ),
    ).toEqual([])
  })

  test('about the retained size of every node', () => {
    expect(
      differences(
        (node) => truth.retainedSize[node],
        (record) => record.retainedSize,
      ),
    ).toEqual([])
  })

  test('about the distance of every node', () => {
    expect(
      differences(
        (node) => truth.distance[node],
        (record) => record.distance,
      ),
    ).toEqual([])
  })

  test('about the dominator of every node but the root, which has none with us', () => {
    const found = differences(
      (node) => records[truth.dominator[node]!]!.id,
      (record) => record.dominator,
    )
    const root = records.findIndex(({ dominator }) => dominator === null)
    expect(found).toEqual([{ node: root, id: records[root]!.id, devtools: records[root]!.id, ours: null }])
  })

  test('about the class of every node', () => {
    const className = truth.keys.map((key) => key.replace(/ @\d+:\d+:\d+$/, ''))
    expect(
      differences(
        (node) => className[truth.classKey[node]!],
        (record) => record.class,
      ),
    ).toEqual([])
  })

  test('about every name that is made up for showing, but of joined strings whose parts the file leaves out', () => {
    const found = differences(
      (node) => truth.nameHash.get(node),
      (record, node) => (truth.nameHash.has(node) ? textHash(record.name) : undefined),
    )
    const intended = found.filter(({ devtools }) => devtools === textHash(''))
    expect(found.filter((difference) => !intended.includes(difference))).toEqual([])
    expect(intended.length).toBe(INTENDED.joinedStringsWithoutParts.get(truth.capture) ?? 0)
  })

  test('about which nodes are attached and which detached', async () => {
    const task = new Task(QUIET_HOST)
    const { snapshot } = await readCapture(captureSource(truth.capture), task)
    const ours = await propagateDetachedness(snapshot, task)
    expect(
      differences(
        (node) => truth.detachedness[node],
        (_, node) => ours[node] ?? Detachedness.unknown,
      ),
    ).toEqual([])
  })

  test('about the class summary, but for the distance of classes with instances that nothing leads to', () => {
    const rows = session.classes(EVERYTHING).rows
    const ours = rows.map(({ key, name, count, shallowSize, retainedSize, distance }) => {
      return { key, name, count, self: shallowSize, maxRet: retainedSize, distance }
    })
    const unreached = truth.aggregates.filter(({ distance }) => distance === -5)
    const reached = smallestDistances(truth)
    const devtools = truth.aggregates.map((row) => {
      return unreached.includes(row) ? { ...row, distance: reached.get(row.key) ?? null } : row
    })
    expect(byKey(ours)).toEqual(byKey(devtools))
    expect(unreached.length).toBe(INTENDED.classesWithUnreachedInstances.get(truth.capture) ?? 0)
  })

  test('about which class, told apart by the place of its constructor, every object of a size belongs to', async () => {
    const keyOf = new Map<number, string>()
    for (const { key } of session.classes(EVERYTHING).rows) {
      for (const { node } of (await session.instances(key, EVERYTHING, QUIET_HOST)).rows) keyOf.set(node, key)
    }
    const found = differences(
      (node) => (truth.shallowSize[node] === 0 ? undefined : truth.keys[truth.classKey[node]!]),
      (_, node) => keyOf.get(node),
    )
    expect(found).toEqual([])
  })
}

function* allRecords(session: Session, count: number): Generator<NodeRecord> {
  for (let start = 0; start < count; start += PAGE) {
    yield* session.records(start, start + PAGE)
  }
}

/** By class key: the smallest distance of its instances of a size, as far as something leads to them. */
function smallestDistances(truth: OracleTruth): Map<string, number> {
  const smallest = new Map<string, number>()
  for (const [node, distance] of truth.distance.entries()) {
    const key = truth.keys[truth.classKey[node]!]!
    if (distance !== null && truth.shallowSize[node] !== 0) {
      smallest.set(key, Math.min(distance, smallest.get(key) ?? distance))
    }
  }
  return smallest
}

function byKey<Row extends { readonly key: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digestOf } from '../analyses/digest.ts'
import { besideBase } from '../beside.ts'
import { NO_NODE } from '../model/digest.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { heapPair, type HeapPair, heapsOf } from '../testing/heap-pair.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { classChanges } from './class-changes.ts'
import { matchIds } from './match-ids.ts'
import { type Matches, matchKeys, noMatches } from './match-keys.ts'
import { findOwners } from './owners.ts'

async function beside({ base, target }: HeapPair, by: 'id' | 'path') {
  const source = { digest: (paths: boolean) => digestOf(base, 'base', { paths }, quietTask()) }
  return besideBase((paths, task) => digestOf(target, 'target', { paths }, task), source, by, QUIET_HOST)
}

const pairs = heapPair()
/** Each run makes two whole heaps. */
const RUNS = { numRuns: 40 }

describe('matching keys', () => {
  test('pairs what has the same key, the first with the first, and leaves the rest alone', async () => {
    const keys = fc.array(fc.nat({ max: 6 }), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(keys, keys, fc.nat({ max: 1 }), async (base, target, part) => {
        const bits = (values: readonly number[], at: number) =>
          Uint32Array.from(values, (value) => (at === part ? value : 7))
        const column = (values: readonly number[]) => ({
          low: bits(values, 0),
          high: part === 0 ? null : bits(values, 1),
        })
        const matches = noMatches(base.length, target.length)
        await matchKeys(column(base), column(target), matches, quietTask())
        expectFirstWithFirst(base, target, matches)
      }),
      RUNS,
    )
  })

  test('pairs ids alike, be they close together, far apart, beyond 32 bits or several of one number', async () => {
    const id = fc.oneof(
      fc.nat({ max: 40 }),
      fc.nat({ max: 20 }).map((number) => 2 * number),
      fc.nat({ max: 10 }).map((number) => 2 ** 31 + 977 * number),
      fc.nat({ max: 10 }).map((number) => 2 ** 33 + 2 * number),
    )
    const ids = fc.array(id, { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(ids, ids, async (base, target) => {
        const wide = [...base, ...target].some((value) => value >= 2 ** 32)
        const column = (values: readonly number[]) =>
          wide ? Float64Array.from(values) : Uint32Array.from(values)
        const matches = noMatches(base.length, target.length)
        await matchIds(column(base), column(target), matches, quietTask())
        expectFirstWithFirst(base, target, matches)
      }),
      { numRuns: 300 },
    )
  })
})

function expectFirstWithFirst(
  base: readonly number[],
  target: readonly number[],
  { inBase, inTarget }: Matches,
): void {
  const ordered = (values: readonly number[]) => values.map((value, node) => ({ value, node }))
  const waiting = ordered(base)
  const expected = target.map(() => NO_NODE)
  for (const { value, node } of ordered(target)) {
    const at = waiting.findIndex((entry) => entry.value === value)
    if (at !== -1) expected[node] = waiting.splice(at, 1)[0]!.node
  }
  expect([...inBase]).toEqual(expected)
  for (const [node, twin] of inTarget.entries()) {
    expect(twin).toBe(expected.includes(node) ? expected.indexOf(node) : NO_NODE)
  }
}

describe('two heaps of one process', () => {
  test('are aligned by the ids of their objects', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (specs) => {
        const heaps = await heapsOf(specs)
        const { comparison, forBase, pair } = await beside(heaps, 'id')
        const { base, target } = heaps
        const expected = [...target.snapshot.nodeId].map((id) => {
          const node = base.snapshot.nodeId.indexOf(id)
          return node === -1 ? NO_NODE : node
        })
        expect([...comparison.counterpart]).toEqual(expected)
        for (const [node, twin] of forBase.inTarget.entries()) {
          expect(twin === NO_NODE ? expected.includes(node) : expected[twin] !== node).toBe(false)
        }
        expect(pair.matched.count).toBe(
          expected.filter((twin, node) => twin !== NO_NODE && target.shallowSize[node] !== 0).length,
        )
      }),
      RUNS,
    )
  })

  test('have by class what came and went as a count by hand says', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (specs) => {
        const heaps = await heapsOf(specs)
        const { comparison } = await beside(heaps, 'id')
        const { base, target } = heaps
        const { table, shallowSize } = target
        const changes = await classChanges({ classOf: table.classOf, shallowSize }, comparison, quietTask())
        for (const [entry, own] of changes.inTarget.entries()) {
          const there = changes.inBase[entry]!
          const before = membersOf(base, there)
          const after = membersOf(target, own)
          const came = [...after].filter(([id]) => !before.has(id))
          const went = [...before].filter(([id]) => !after.has(id))
          expect(changes.added[entry]).toBe(came.length)
          expect(changes.addedSize[entry]).toBe(sumOf(came))
          expect(changes.removed[entry]).toBe(went.length)
          expect(changes.removedSize[entry]).toBe(sumOf(went))
        }
      }),
      RUNS,
    )
  })

  test('have owners whose growth adds up to the change of the whole, and each new object its nearest one', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (specs) => {
        const heaps = await heapsOf(specs)
        const { comparison } = await beside(heaps, 'id')
        const owners = await ownersOf(heaps, comparison)
        let growth = 0
        const added = new Map<number, number>()
        for (const [entry, node] of owners.node.entries()) {
          growth += owners.addedSize[entry]! - owners.removedSize[entry]! + owners.ownDelta[entry]!
          if (owners.added[entry]! > 0) added.set(node, owners.added[entry]!)
        }
        expect(growth).toBe(totalOf(heaps.target) - totalOf(heaps.base))
        expect(added).toEqual(nearestByHand(heaps.target, comparison.counterpart))
      }),
      RUNS,
    )
  })
})

describe('two heaps matched by path', () => {
  test('match whole where they are the same, whatever the order of their files', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async ([spec]) => {
        const order = spec.nodes.map((_, index) => spec.nodes.length - 1 - index)
        const turned = {
          ...spec,
          nodes: order.map((index) => spec.nodes[index]!),
          edges: spec.edges.map((edge) => ({ ...edge, from: order[edge.from]!, to: order[edge.to]! })),
          root: order[spec.root ?? 0]!,
        }
        const heaps = await heapsOf([spec, turned])
        const { comparison } = await beside(heaps, 'path')
        const { base, target } = heaps
        for (const [node, twin] of comparison.counterpart.entries()) {
          expect(twin).not.toBe(NO_NODE)
          expect(base.table.classes[base.table.classOf[twin]!]!.name).toBe(
            target.table.classes[target.table.classOf[node]!]!.name,
          )
        }
      }),
      RUNS,
    )
  })

  test('never match two objects with one', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (specs) => {
        const { comparison, forBase } = await beside(await heapsOf(specs), 'path')
        const twins = [...comparison.counterpart].filter((twin) => twin !== NO_NODE)
        expect(new Set(twins).size).toBe(twins.length)
        for (const [node, twin] of comparison.counterpart.entries()) {
          if (twin !== NO_NODE) expect(forBase.inTarget[twin]).toBe(node)
        }
      }),
      RUNS,
    )
  })
})

function ownersOf({ target }: HeapPair, comparison: Awaited<ReturnType<typeof beside>>['comparison']) {
  const { table, shallowSize, ready } = target
  const { dominator, retainedSize } = ready.graph
  const isEngines = table.classes.map(() => false)
  return findOwners(
    { dominator, shallowSize, retainedSize, classOf: table.classOf, isEngines },
    comparison,
    quietTask(),
  )
}

/** By id: the size of every object of a class that has one. */
function membersOf({ snapshot, shallowSize, table }: HeapPair['base'], index: number): Map<number, number> {
  const members = new Map<number, number>()
  for (const [node, own] of table.classOf.entries()) {
    if (own === index && shallowSize[node] !== 0) members.set(snapshot.nodeId[node]!, shallowSize[node]!)
  }
  return members
}

function sumOf(members: readonly (readonly [id: number, size: number])[]): number {
  return members.reduce((sum, [, size]) => sum + size, 0)
}

function totalOf({ shallowSize }: HeapPair['base']): number {
  return [...shallowSize].reduce((sum, size) => sum + size, 0)
}

/** By owner: how many new objects have it as their nearest dominator with a counterpart. */
function nearestByHand({ ready }: HeapPair['target'], counterpart: Uint32Array): Map<number, number> {
  const counts = new Map<number, number>()
  for (const [node, twin] of counterpart.entries()) {
    if (twin !== NO_NODE) continue
    let owner = node
    while (counterpart[owner] === NO_NODE) owner = ready.graph.dominator[owner]!
    counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  return counts
}

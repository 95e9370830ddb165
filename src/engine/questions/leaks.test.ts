import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heapIds } from '../analyses/digest.ts'
import { besideIds } from '../beside.ts'
import { compareClusters } from '../diff/compare-clusters.ts'
import { edgesInto } from '../graph/edges-into.ts'
import type { LeakPage, LeakRow } from '../model/leak-rows.ts'
import { linkTarget } from '../model/links.ts'
import { Neighbours } from '../neighbours.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { inOrder, openSpecs, type OpenSeries, randomSeries } from '../testing/heap-series.ts'
import { CYCLES, openOf, openWithEarlier, SERIES } from '../testing/pairs.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { Asked, newMemory } from './asked.ts'
import type { LeakJudge } from './leak-judge.ts'
import { judgedLeaks, leakQuestions } from './leaks.ts'

const ALL = { start: 0, end: 100_000 }
const ENGINES = new Set(['hidden', 'array', 'code'])

describe('leaks of random heaps', () => {
  test('are the objects that came after the first capture and stayed, the topmost in the dominator tree', async () => {
    await fc.assert(
      fc.asyncProperty(randomSeries(4), async (specs) => {
        const series = await openSpecs(specs)
        const { rows } = await leakQuestions.leaks(series.asked, series.keys, ALL)
        const members: number[] = []
        for (const { fingerprint, count, perCycle } of rows) {
          const page = await leakQuestions.leakMembers(series.asked, series.keys, fingerprint, ALL)
          expect(page.total).toBe(count)
          const nodes = page.rows.map(({ node }) => node)
          const cycles = nodes.map((node) => cameIn(series, node))
          expect(perCycle).toEqual([1, 2].map((cycle) => cycles.filter((came) => came === cycle).length))
          members.push(...nodes)
        }
        expect(members.toSorted((a, b) => a - b)).toEqual(topsOf(series))
      }),
      { numRuns: 80 },
    )
  }, 60_000)

  test('have the same fingerprints whatever the order of the file', async () => {
    const shuffled = randomSeries(3).chain((specs) => {
      const order = specs.at(-1)!.nodes.map((_, node) => node)
      return fc.tuple(fc.constant(specs), fc.shuffledSubarray(order, { minLength: order.length }))
    })
    await fc.assert(
      fc.asyncProperty(shuffled, async ([specs, order]) => {
        const clustersOf = async ({ asked, keys }: OpenSeries): Promise<unknown[]> => {
          const { rows } = await leakQuestions.leaks(asked, keys, ALL)
          return rows.map(({ fingerprint, count, retainedSize }) => [fingerprint, count, retainedSize])
        }
        const last = specs.at(-1)!
        const other = { ...inOrder(last, order), edges: inOrder(last, order).edges.toReversed() }
        const plain = await clustersOf(await openSpecs(specs))
        expect(await clustersOf(await openSpecs([...specs.slice(0, -1), other]))).toEqual(plain)
      }),
      { numRuns: 80 },
    )
  }, 60_000)
})

test('leaks of random heaps are the same where of the earlier ones nothing but ids is known', async () => {
  await fc.assert(
    fc.asyncProperty(randomSeries(4), async (specs) => {
      const { heap, earlier, keys, asked } = await openSpecs(specs)
      const neighbours = new Neighbours()
      const own = await heapIds(heap.snapshot, '', quietTask())
      for (const [i, { snapshot }] of earlier.entries()) {
        const ids = await heapIds(snapshot, '', quietTask())
        neighbours.putIds(heap, keys[i]!, (await besideIds(own, ids, true, quietTask()))!.comparison)
      }
      const plain = await leakQuestions.leaks(asked, keys, ALL)
      const byIds = new Asked(heap, newMemory(), QUIET_HOST, neighbours.all)
      heap.leaks = undefined
      expect(await leakQuestions.leaks(byIds, keys, ALL)).toEqual(plain)
      expect(() => byIds.besideBases(keys)).toThrow('add another capture')
    }),
    { numRuns: 60 },
  )
}, 60_000)

describe('leaks of random heaps by the rules of a judge', () => {
  const parts = fc.tuple(randomSeries(4), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }))

  test('are what it takes for leaks and a path leads to that it lets go', async () => {
    await fc.assert(
      fc.asyncProperty(parts, async ([specs, node, edge]) => {
        const series = await openSpecs(specs)
        // Of eight each one is refused, or none.
        const rules = {
          isLeak: (at: number) => (at + 1) % 8 !== node,
          leads: (at: number) => at % 8 !== edge,
        }
        const asked = new Map<number, { source: number; path: number[] }>()
        const judge: LeakJudge = {
          begin: (heap) => expect(heap).toBe(series.heap),
          mayLead: (source, at, _, soFar) => {
            expect(asked.has(at)).toBe(false)
            const path = soFar.edgesTo(source)
            asked.set(at, { source, path })
            const target = linkTarget(series.heap.snapshot.edgeLink[at]!)
            // Nothing leads to it yet, or a way that is as long.
            if (soFar.edgeTo(target) !== -1) expect(soFar.edgesTo(target)).toHaveLength(path.length + 1)
            return rules.leads(at)
          },
          candidates: (nodes, paths) => {
            // What was found when it was asked about a reference is where that starts for good.
            for (const { source, path } of asked.values()) {
              expect(paths.has(source)).toBe(true)
              expect(path).toEqual(paths.edgesTo(source))
            }
            for (const at of nodes) {
              for (const over of paths.edgesTo(at)) expect(asked.has(over) && rules.leads(over)).toBe(true)
            }
            return Promise.resolve(nodes)
          },
          isLeak: rules.isLeak,
        }
        const { rows } = await judgedLeaks(series.asked, series.keys, judge)
        expect(membersOf(series, rows)).toEqual(topsOf(series, rules))
      }),
      { numRuns: 80 },
    )
  }, 60_000)

  test('are sought among all objects but the root where there are no earlier captures', async () => {
    await fc.assert(
      fc.asyncProperty(randomSeries(1), async (specs) => {
        const series = await openSpecs(specs)
        const { snapshot } = series.heap
        const rules = { isLeak: (at: number) => at % 3 !== 0, leads: always }
        const judge: LeakJudge = {
          begin: () => {},
          mayLead: null,
          candidates: (nodes) => {
            expect(nodes).toHaveLength(snapshot.nodeCount - 1)
            return Promise.resolve(nodes)
          },
          isLeak: rules.isLeak,
        }
        const { rows, captures } = await judgedLeaks(series.asked, [], judge)
        expect(captures).toBe(1)
        for (const { count, perCycle } of rows) expect(perCycle).toEqual([count])
        expect(membersOf(series, rows)).toEqual(topsOf(series, rules))
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  test('are the same as without one where it agrees to all', async () => {
    await fc.assert(
      fc.asyncProperty(randomSeries(3), async (specs) => {
        const series = await openSpecs(specs)
        const candidates: LeakJudge['candidates'] = (nodes, paths) => {
          for (const at of nodes) expect(paths.edgeTo(at)).toBe(paths.edgesTo(at).at(-1) ?? -1)
          return Promise.resolve(nodes)
        }
        for (const mayLead of [null, always]) {
          const judge = { begin: () => {}, mayLead, candidates, isLeak: null }
          const judged = await judgedLeaks(series.asked, series.keys, judge)
          expect(judged).toEqual(
            await leakQuestions.leaks(series.asked, series.keys, { start: 0, end: Infinity }),
          )
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})

function membersOf({ heap }: OpenSeries, rows: readonly LeakRow[]): number[] {
  const members = rows.flatMap(({ fingerprint }) => [...heap.leaks!.members!.get(fingerprint)!])
  return members.toSorted((a, b) => a - b)
}

/** By ids alone: the first capture an object came in, or 0 where it is old or only in the last; without others all are new. */
function cameIn({ heap, earlier }: OpenSeries, node: number): number {
  if (earlier.length === 0) return node === heap.snapshot.root ? 0 : 1
  const id = heap.snapshot.nodeId[node]!
  const there = earlier.map(({ snapshot }) => snapshot.nodeId.includes(id))
  return there[0] ? 0 : there.indexOf(true) === -1 ? 0 : there.indexOf(true)
}

const always = (): boolean => true
const ALL_ARE: Record<'isLeak' | 'leads', (at: number) => boolean> = { isLeak: always, leads: always }

function topsOf(series: OpenSeries, { isLeak, leads } = ALL_ARE): number[] {
  const { snapshot, ready, table } = series.heap
  const { dominator } = ready.graph
  const nodes = Array.from({ length: snapshot.nodeCount }, (_, node) => node)
  const came = nodes.map((node) => cameIn(series, node) > 0 && isLeak(node))
  const isEngines = (node: number): boolean =>
    ENGINES.has(snapshot.nodeTypeNames[snapshot.nodeType[node]!]!) ||
    table.classes[table.classOf[node]!]!.name.startsWith('system / ')
  /** The engine's top that a node stands in the place of, itself where it is one, or -1. */
  const placeOf = (node: number): number => {
    let at = node
    while (came[dominator[at]!] && dominator[at] !== at) {
      at = dominator[at]!
      if (!isEngines(at)) return -1
    }
    return at
  }
  const isKept = reachable(series, leads)
  const stands = nodes.filter((node) => came[node] && isKept(node) && placeOf(node) !== -1)
  const program = stands.filter((node) => !isEngines(node))
  const filled = new Set(program.map(placeOf))
  const engines = stands.filter((node) => isEngines(node) && placeOf(node) === node && !filled.has(node))
  return [...program, ...engines].toSorted((a, b) => a - b)
}

/** Whether a chain of dominators is one of the real graph: nodes that only weak references lead to hang on the root. */
function reachable({ heap }: OpenSeries, leads: (edge: number) => boolean): (node: number) => boolean {
  const { snapshot, ready } = heap
  const { first, source } = ready.retainers
  const kept = new Set([snapshot.root])
  for (let before = 0; before < kept.size;) {
    before = kept.size
    for (let node = 0; node < snapshot.nodeCount; node++) {
      for (const [i, edge] of edgesInto(snapshot, ready.retainers, node).entries()) {
        const entry = source[first[node]! + i]!
        if ((entry & 1) === 1 && leads(edge) && kept.has(entry >>> 1)) kept.add(node)
      }
    }
  }
  return (node) => kept.has(node)
}

describe.each(SERIES)('%s', (series) => {
  test('leaks the cache and not the listeners, and nothing where all was released', async () => {
    const final = await openOf(series, 'final')
    for (const moment of ['baseline', 'target'] as const) {
      const earlier = await openOf(series, moment)
      const digest = (paths: boolean) => earlier.digest(paths, QUIET_HOST)
      await final.besideBase(moment, { digest }, null, QUIET_HOST)
    }
    const keys = ['baseline', 'target']
    const page = await final.ask('leaks', [keys, ALL], QUIET_HOST)
    const names = page.rows.map(({ representative }) => representative.node.name)
    expect(names).not.toContain('onEvent')
    expect(names).not.toContain('Row')
    if (series === 'chrome-156') return expect(page.program.clusters).toBe(0)
    expect(page.rows[0]).toMatchObject({
      className: 'Session',
      count: 400,
      engine: false,
      exact: true,
      pattern: null,
    })
    const edges = page.rows[0]!.representative.path.map(({ edge }) => edge?.name)
    expect(edges).toEqual(expect.arrayContaining(['cache', 'entries', 'table']))
    const { fingerprint } = page.rows[0]!
    const members = await final.ask('leakMembers', [keys, fingerprint, { start: 0, end: 3 }], QUIET_HOST)
    expect(members).toMatchObject({ total: 400, all: 400, rows: [{ className: 'Session' }, {}, {}] })
  }, 60_000)
})

test('one leak has one fingerprint in three versions of Node', async () => {
  const fingerprints = new Set<string>()
  for (const series of ['node-12.22.12', 'node-16.20.2', 'node-26.10.0']) {
    const final = await openOf(series, 'final')
    for (const moment of ['baseline', 'target'] as const) {
      const earlier = await openOf(series, moment)
      const digest = (paths: boolean) => earlier.digest(paths, QUIET_HOST)
      await final.besideBase(moment, { digest }, null, QUIET_HOST)
    }
    const { rows } = await final.ask('leaks', [['baseline', 'target'], { start: 0, end: 1 }], QUIET_HOST)
    fingerprints.add(rows[0]!.fingerprint)
  }
  expect([...fingerprints]).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)])
}, 60_000)

describe('five cycles', () => {
  const earlier = CYCLES.slice(0, -1)
  const leaksOf = (session: Session, filter?: string): Promise<LeakPage> =>
    session.ask('leaks', [earlier, filter === undefined ? ALL : { ...ALL, filter }], QUIET_HOST)

  test('tell what grows in each of them from what is filled once, and leave out what is transient', async () => {
    const last = await openWithEarlier(CYCLES)
    const page = await leaksOf(last)
    expect(page.captures).toBe(7)
    const row = (name: string) => page.rows.find(({ className }) => className === name)
    expect(page.rows[0]).toMatchObject({
      className: 'Order',
      count: 200,
      pattern: 'every',
      perCycle: [40, 40, 40, 40, 40],
    })
    expect(row('Rate')).toMatchObject({ count: 150, pattern: 'once', perCycle: [150, 0, 0, 0, 0] })
    expect(row('Job')).toBeUndefined()
    expect((await leaksOf(last, 'pattern:once class:Rate')).total).toBe(1)
    const found = await last.ask(
      'leaks',
      [earlier, { ...ALL, filter: 'engine:no', sort: { column: 'count', descending: false } }],
      QUIET_HOST,
    )
    const counts = found.rows.map(({ count }) => count)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    // The filter finds what the clusters hold, of the captures asked for last.
    const request = { start: 0, end: 0, filter: page.rows[0]!.query }
    const countOf = async (): Promise<number> =>
      (await last.ask('matching', [request, null], QUIET_HOST)).total
    expect(await countOf()).toBe(200)
    const fewer = await last.ask('leaks', [earlier.slice(2), ALL], QUIET_HOST)
    expect(fewer.rows[0]).toMatchObject({ query: request.filter, count: 120, perCycle: [40, 40, 40] })
    expect(await countOf()).toBe(120)
    last.standApart(earlier[0]!)
    await expect(countOf()).rejects.toMatchObject({ code: 'not-ready' })
    await expect(last.ask('leaks', [[earlier[1]!], ALL], QUIET_HOST)).rejects.toMatchObject({
      code: 'not-ready',
    })
    await expect(last.ask('leaks', [['other', 'one'], ALL], QUIET_HOST)).rejects.toMatchObject({
      code: 'not-ready',
    })
  }, 60_000)
})

test('clusters of two runs are compared by fingerprint', () => {
  const cluster = (fingerprint: string, count: number) => ({
    fingerprint,
    className: 'A',
    count,
    retainedSize: 8 * count,
  })
  const [a, b, c] = [cluster('a', 1), cluster('b', 2), cluster('c', 3)]
  expect(compareClusters([a, b], [cluster('b', 4), c])).toEqual({
    gone: [a],
    still: [{ before: b, now: cluster('b', 4) }],
    new: [c],
  })
})

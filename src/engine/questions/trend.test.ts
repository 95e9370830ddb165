import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSteady, slopeOf } from '../diff/trend.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { openSpecs, type OpenSeries, randomSeries } from '../testing/heap-series.ts'
import { CYCLES, openOf, openWithEarlier } from '../testing/pairs.ts'
import { trendQuestions } from './trend.ts'

const ALL = { start: 0, end: 100_000 }

describe('trends of random heaps', () => {
  test('have of each class what each capture says of it', async () => {
    await fc.assert(
      fc.asyncProperty(randomSeries(3), async (specs) => {
        const series = await openSpecs(specs)
        const { rows } = await trendQuestions.trendClasses(series.asked, series.keys, ALL)
        for (const [at, { table, sizes, ready }] of [...series.earlier, series.heap].entries()) {
          const present = table.classes.flatMap(({ key }, index) =>
            sizes.count[index]! > 0
              ? [[key, sizes.count[index], sizes.shallowSize[index], ready.classRetained[index]]]
              : [],
          )
          const told = rows.map(({ key, counts, shallow, retained }) => [
            key,
            counts[at],
            shallow[at],
            retained[at],
          ])
          expect(told.filter(([, count]) => count !== 0).toSorted(byKey)).toEqual(present.toSorted(byKey))
        }
        for (const { retained, retainedSlope, steady } of rows) {
          expect(steady).toBe(retained[0]! < retained[1]! && retained[1]! < retained[2]!)
          expect(retainedSlope).toBeCloseTo((retained[2]! - retained[0]!) / 2, 3)
        }
      }),
      { numRuns: 80 },
    )
  }, 60_000)

  test('list the owners in all captures whose growth no single one below explains', async () => {
    await fc.assert(
      fc.asyncProperty(randomSeries(3), async (specs) => {
        const series = await openSpecs(specs)
        const { rows, explained } = await trendQuestions.trendOwners(series.asked, series.keys, ALL)
        const expected = ownersOf(series)
        expect(rows.map(({ node }) => node.node).toSorted((a, b) => a - b)).toEqual(expected.listed)
        expect(explained).toBe(expected.explained)
        for (const { node, retained, own } of rows) {
          expect(retained).toEqual(sizesOf(series, node.node))
          expect(own).toBe(expected.own.get(node.node))
        }
      }),
      { numRuns: 120 },
    )
  }, 60_000)
})

const byKey = ([a]: readonly unknown[], [b]: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1)

/** By ids alone: what an object retains in each capture, or null where it is not in all. */
function sizesOf({ heap, earlier }: OpenSeries, node: number): number[] | null {
  const id = heap.snapshot.nodeId[node]!
  const sizes: number[] = []
  for (const { snapshot, ready } of [...earlier, heap]) {
    const there = snapshot.nodeId.indexOf(id)
    if (there === -1) return null
    sizes.push(ready.graph.retainedSize[there]!)
  }
  return sizes
}

function ownersOf(series: OpenSeries): { listed: number[]; explained: number; own: Map<number, number> } {
  const { snapshot, ready, table } = series.heap
  const { dominator } = ready.graph
  const isEngines = (node: number): boolean =>
    ['hidden', 'array', 'code', 'synthetic'].includes(snapshot.nodeTypeNames[snapshot.nodeType[node]!]!) ||
    table.classes[table.classOf[node]!]!.name.startsWith('system / ')
  const owners = new Map<number, number[]>()
  for (let node = 0; node < snapshot.nodeCount; node++) {
    const sizes = isEngines(node) ? null : sizesOf(series, node)
    if (sizes && new Set(sizes).size > 1) owners.set(node, sizes)
  }
  const growthOf = (sizes: readonly number[]): number => sizes[2]! - sizes[0]!
  const next = (child: number): number => {
    let above = dominator[child]!
    while (above !== snapshot.root && !owners.has(above)) above = dominator[above]!
    return above
  }
  const explains = (child: number, owner: number): boolean => {
    const [own, sizes] = [owners.get(owner)!, owners.get(child)!]
    const isNext = next(child) === owner && child !== owner && owner !== snapshot.root
    return isNext && growthOf(own) > 0 && isSteady(sizes) && growthOf(sizes) >= 0.9 * growthOf(own)
  }
  const listed = [...owners.keys()].filter(
    (owner) => ![...owners.keys()].some((child) => explains(child, owner)),
  )
  const own = new Map(
    Array.from(owners, ([owner, sizes]) => {
      const below = [...owners].filter(([child]) => child !== owner && next(child) === owner)
      return [owner, below.reduce((rest, [, there]) => rest - growthOf(there), growthOf(sizes))]
    }),
  )
  return { listed, explained: owners.size - listed.length, own }
}

describe('five cycles', () => {
  const names = CYCLES.slice(0, -1)
  const earlier = names.slice(0, -1)

  test('tell the class and the owner that grow in each from what is filled once', async () => {
    const last = await openWithEarlier(names)
    const classes = await last.ask('trendClasses', [earlier, ALL], QUIET_HOST)
    const row = (name: string) => classes.rows.find((one) => one.name === name)
    expect(row('Order')).toMatchObject({ counts: [0, 40, 80, 120, 160, 200], countSlope: 40, steady: true })
    expect(row('Rate')).toMatchObject({ counts: [0, 150, 150, 150, 150, 150], steady: false })
    expect(row('Job')).toMatchObject({ counts: [0, 60, 60, 60, 60, 60], steady: false })
    const steady = await last.ask('trendClasses', [earlier, { ...ALL, filter: 'steady:yes' }], QUIET_HOST)
    expect(steady.rows.map(({ name }) => name)).toEqual(
      classes.rows.slice(0, steady.total).map(({ name }) => name),
    )

    const owners = await last.ask('trendOwners', [earlier, ALL], QUIET_HOST)
    expect(owners.rows[0]).toMatchObject({ node: { className: 'Map' }, steady: true })
    expect(owners.rows.map(({ node }) => node.className)).not.toContain('Ledger')
    expect(
      owners.rows.filter(({ node, steady: isSteadyRow }) => node.className === 'Array' && isSteadyRow),
    ).toEqual([])
  }, 60_000)
})

test('classes of other processes are matched by name', async () => {
  const last = await openOf('node-24.9.0', 'target')
  const other = await openOf('node-22.20.0', 'baseline')
  const digest = (paths: boolean) => other.digest(paths, QUIET_HOST)
  await last.besideBase('other', { digest }, null, QUIET_HOST)
  const request = {
    ...ALL,
    filter: 'class:/^(Session|Point|Cache)$/',
    sort: { column: 'name', descending: false },
  } as const
  const { rows } = await last.ask('trendClasses', [['other'], request], QUIET_HOST)
  expect(rows.map(({ name, counts }) => [name, counts])).toEqual([
    ['Cache', [1, 1]],
    ['Point', [2000, 2000]],
    ['Session', [10, 410]],
  ])
}, 60_000)

test('the slope is that of the line that fits best', () => {
  expect(slopeOf([1, 3, 5, 7])).toBe(2)
  expect(slopeOf([0, 0, 3])).toBe(1.5)
  expect(slopeOf([5])).toBe(0)
  expect(isSteady([1, 2, 2])).toBe(false)
  expect(isSteady([1])).toBe(false)
})

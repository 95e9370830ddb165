import { beforeAll, describe, expect, test } from 'vitest'
import type { Term } from '../model/selection-rows.ts'
import type { Session } from '../session.ts'
import { openCapture, QUIET_HOST } from '../testing/captures.ts'
import type { DeepAnswer, DeepArguments, DeepQuestion } from './questions.ts'

const ALL = { start: 0, end: 1_000_000 }
/** Strings, arrays, maps and plain objects, of which some are there and some are not. */
const SOME: readonly Term[] = [
  { op: '+', query: 'kind:string size:>24 -/^[a-f]/' },
  { op: '+', query: 'kind:array,object distance:<9' },
  { op: '-', query: 'size:>4k' },
]
const NONE: readonly Term[] = [{ op: '+', query: 'class:NoSuchClass' }]

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

describe.each(['node-24.9.0-target', 'chrome-156-target'])('of a selection in %s', (name) => {
  let session: Session
  /** The ids of the selected objects. */
  let ids: ReadonlySet<number>
  const ask = <Q extends DeepQuestion>(question: Q, ...args: DeepArguments<Q>): Promise<DeepAnswer<Q>> =>
    session.ask(question, args, QUIET_HOST)
  const countOf = async (query: string): Promise<number> =>
    (await ask('matching', { start: 0, end: 0, filter: query }, SOME)).total

  beforeAll(async () => {
    session = await openCapture(`${name}.heapsnapshot.gz`)
    const { rows } = await ask('selected', SOME, ALL)
    ids = new Set(rows.map(({ id }) => id))
  })

  test('statistics and distributions count what their filters find among it', async () => {
    const { count: selected, shallowSize } = await ask('selection', SOME)
    const { rows, total } = await ask('statistics', SOME)
    for (const { query, count } of rows) {
      if (query !== null) expect([query, count]).toEqual([query, await countOf(query)])
    }
    expect(sum(rows.map(({ count }) => count))).toBe(selected)
    expect(total).toBe(shallowSize)
    const { shallow, retained } = await ask('sizeDistribution', SOME)
    const { bins } = await ask('distanceDistribution', SOME)
    for (const parts of [shallow, retained, bins]) {
      expect(sum(parts.map(({ count }) => count))).toBe(selected)
      expect(sum(parts.map((bin) => bin.shallowSize))).toBe(shallowSize)
      for (const { query, count } of parts) expect([query, count]).toEqual([query, await countOf(query)])
    }
  })

  test('strings are those of it, and duplicates are counted among them', async () => {
    const whole = await ask('strings', ALL)
    const page = await ask('strings', ALL, SOME)
    const chosen = whole.rows.filter(({ node }) => ids.has(node.id))
    expect(page.rows.map(({ node }) => node.id)).toEqual(chosen.map(({ node }) => node.id))
    expect(page.all).toBe(chosen.length)
    const { totals, lengths } = await ask('stringOverview', SOME)
    expect(totals.count).toBe(chosen.length)
    expect(totals.bytes).toBe(sum(chosen.map(({ node }) => node.shallowSize)))
    for (const bin of lengths) expect([bin.query, bin.count]).toEqual([bin.query, await countOf(bin.query)])

    const duplicates = await ask('duplicates', ALL)
    const expected = await Promise.all(
      duplicates.rows.map(async ({ example }) => {
        const { rows } = await ask('selected', [{ op: '+', query: `copyof:@${example.id}` }], ALL)
        return rows.filter(({ id }) => ids.has(id))
      }),
    )
    const several = expected.filter((copies) => copies.length > 1)
    const { rows, total } = await ask('duplicates', ALL, SOME)
    expect(total).toBe(several.length)
    expect(totals.duplicated).toBe(several.length)
    const byFirst = new Map(rows.map((row) => [row.example.id, row]))
    for (const copies of several) {
      const row = byFirst.get(copies[0]!.id)!
      const sizes = copies.map(({ shallowSize }) => shallowSize)
      expect(row.copies).toBe(copies.length)
      expect(row.bytes).toBe(sum(sizes))
      expect(row.wasted).toBe(sum(sizes) - Math.max(...sizes))
    }
    const [first] = several
    const members = await ask('duplicateMembers', first![0]!.id, ALL, SOME)
    const copies = members.rows.flatMap((member) => (member.kind === 'copy' ? [member.node.id] : []))
    expect(copies).toEqual(first!.map(({ id }) => id))
    const holders = await ask('stringHolders', first![0]!.id, SOME)
    expect(members.total).toBe(holders.length + first!.length)
    const filtered = await ask('strings', { ...ALL, filter: 'copies:>1' }, SOME)
    expect(filtered.total).toBe(totals.copies)
  })

  test('collections are those of it, and owners sum them up', async () => {
    const whole = await ask('collections', ALL)
    const chosen = whole.rows.filter(({ node }) => ids.has(node.id))
    expect(chosen.length).toBeGreaterThan(5)
    expect((await ask('collections', ALL, SOME)).rows).toEqual(chosen)
    const filter = 'collection:Array entries:>0'
    expect((await ask('collections', { ...ALL, filter }, SOME)).rows).toEqual(
      chosen.filter(({ collection, entries }) => collection === 'Array' && entries! > 0),
    )
    const owners = await ask('collectionOwners', ALL, SOME)
    expect(new Set(owners.rows.map(({ owner }) => owner))).toEqual(new Set(chosen.map((row) => row.owner)))
    for (const row of owners.rows.slice(0, 40)) {
      const held = chosen.filter(({ owner }) => owner === row.owner)
      expect(row.count).toBe(held.length)
      expect(row.shallowSize).toBe(sum(held.map(({ node }) => node.shallowSize)))
      expect(row.empty).toBe(held.filter(({ entries }) => entries === 0).length)
      expect((await ask('ownedCollections', row.owner, ALL, SOME)).rows).toEqual(held)
    }
    const { kinds, bins } = await ask('collectionOverview', SOME)
    for (const parts of [kinds, bins]) {
      expect(sum(parts.map(({ count }) => count))).toBe(chosen.length)
      for (const { query, count } of parts) expect([query, count]).toEqual([query, await countOf(query)])
    }
  })

  test('shapes are those of its plain objects, and classes count its objects', async () => {
    const { rows } = await ask('shapes', ALL, SOME)
    expect(rows.length).toBeGreaterThan(5)
    for (const { query, count, example } of rows.slice(0, 60)) {
      expect([query, count]).toEqual([query, await countOf(query)])
      const objects = await ask('objectsOfShape', example.id, ALL, SOME)
      expect(objects.total).toBe(count)
      expect(objects.rows.every(({ id }) => ids.has(id))).toBe(true)
    }
    const totals = await ask('shapeTotals', SOME)
    expect(totals.objects).toBe(sum(rows.map(({ count }) => count)))
    const classes = await ask('classShapes', ALL, SOME)
    for (const row of classes.rows) {
      expect([row.query, row.count]).toEqual([row.query, await countOf(row.query)])
      expect((await ask('classShapes', { ...ALL, filter: `count:${row.count}` }, SOME)).rows).toContainEqual(
        row,
      )
    }
  })

  test('what finds nothing leaves every list empty', async () => {
    expect((await ask('statistics', NONE)).total).toBe(0)
    expect((await ask('sizeDistribution', NONE)).shallow).toEqual([])
    expect((await ask('strings', ALL, NONE)).all).toBe(0)
    expect((await ask('duplicates', ALL, NONE)).all).toBe(0)
    expect((await ask('stringOverview', NONE)).lengths).toEqual([])
    expect((await ask('collections', ALL, NONE)).all).toBe(0)
    expect((await ask('collectionOwners', ALL, NONE)).all).toBe(0)
    expect((await ask('shapes', ALL, NONE)).all).toBe(0)
    expect((await ask('classShapes', ALL, NONE)).all).toBe(0)
  })

  test('answers about the heap stay as they were, whatever was asked of selections', async () => {
    const heap = await ask('strings', {
      start: 600,
      end: 610,
      sort: { column: 'shallowSize', descending: true },
    })
    await ask('strings', { start: 600, end: 610, sort: { column: 'shallowSize', descending: true } }, SOME)
    expect(
      await ask('strings', { start: 600, end: 610, sort: { column: 'shallowSize', descending: true } }, null),
    ).toEqual(heap)
  })
})

test('who still waits is answered though whoever asked first has gone', async () => {
  const session = await openCapture('node-24.9.0-target.heapsnapshot.gz')
  let clock = 0
  // Every look at the clock finds the slice of time used up.
  const host = (signal: { readonly aborted: boolean }) => ({
    now: () => (clock += 1000),
    pause: () => new Promise<void>((resolve) => setTimeout(resolve)),
    signal,
  })
  for (const question of ['strings', 'collections', 'shapes', 'classShapes'] as const) {
    const terms = [{ op: '+', query: `kind:string,object,array distance:<${question.length}` }] as const
    const leaving = { aborted: false }
    const left = session.ask(question, [{ start: 0, end: 1 }, terms], host(leaving))
    const stays = session.ask(question, [{ start: 0, end: 1 }, terms], host({ aborted: false }))
    await Promise.resolve()
    leaving.aborted = true
    expect((await stays).start).toBe(0)
    await left.catch(() => null)
  }
})

describe('of what keeps a selection', () => {
  const TERMS: readonly Term[] = [
    { op: '+', query: 'kind:native,object,closure' },
    { op: '-', query: '/^[H-T]/' },
  ]

  test.each(['node-22.20.0-target', 'chrome-156-shop'])('%s', async (name) => {
    const session = await openCapture(`${name}.heapsnapshot.gz`)
    const ask = <Q extends DeepQuestion>(question: Q, ...args: DeepArguments<Q>): Promise<DeepAnswer<Q>> =>
      session.ask(question, args, QUIET_HOST)
    const found = async (query: string): Promise<readonly [count: number, bytes: number]> => {
      const page = await ask('matching', { start: 0, end: 0, filter: query }, TERMS)
      return [page.total, page.shallowSize]
    }
    const selected = await ask('selection', TERMS)

    const roots = (await ask('rootGroups', ALL, TERMS)).rows
    for (const { query, keptCount, keptSize } of roots) {
      expect([query, keptCount, keptSize]).toEqual([query, ...(await found(query))])
      expect(keptCount).toBeGreaterThan(0)
    }
    expect(sum(roots.map(({ keptCount }) => keptCount))).toBe(selected.count)
    const realms = (await ask('realms', ALL, TERMS)).rows
    for (const { query, count, shallowSize, retainedSize } of realms) {
      expect([query, count, shallowSize]).toEqual([query, ...(await found(query))])
      expect(retainedSize).toBeGreaterThanOrEqual(shallowSize)
    }
    expect(sum(realms.map(({ count }) => count))).toBe(selected.count)

    for (const keeper of ['detached', 'context', 'handler', 'console'] as const) {
      const whole = (await ask('kept', keeper, ALL)).rows
      const rows = (await ask('kept', keeper, ALL, TERMS)).rows
      const expected: unknown[] = []
      for (const { query } of whole) {
        const [count, bytes] = await found(query)
        if (count > 0) expected.push([query, count, bytes])
      }
      const listed = rows.filter(({ objects }) => objects > 0)
      const figures = listed.map(({ query, objects, shallowSize }) => [query, objects, shallowSize])
      expect(new Set(figures.map(String))).toEqual(new Set(expected.map(String)))
      const totals = await ask('keptTotals', keeper, TERMS)
      expect([totals.count, totals.shallowSize]).toEqual(await found(totals.query))
    }

    const limits = { minSize: 1, minShare: 0, maxCells: 4000, maxDepth: 30 }
    const tops = await ask('selectionTops', TERMS, ALL)
    const size = sum(tops.rows.map(({ retainedSize }) => retainedSize!))
    for (const by of ['class', 'object'] as const) {
      const { cells } = await ask('treeCells', { by, id: null, path: [] }, limits, TERMS)
      expect(cells[0]!.size).toBe(size)
    }
    const [first] = (await ask('treeGroups', { by: 'class', id: null, path: [] }, ALL, TERMS)).rows
    const below = await ask('treeCells', { by: 'class', id: null, path: [first!.key] }, limits, TERMS)
    expect(below.cells[0]).toMatchObject({ size: first!.size, count: first!.count })
    const { cells } = await ask('treeCells', { by: 'class', id: null, path: [] }, limits, null)
    expect(cells[0]!.size).toBeGreaterThan(size)
  })

  test('dead variables are those whose context or value is selected', async () => {
    const session = await openCapture('chrome-156-closures.heapsnapshot.gz')
    const { rows } = await session.ask('deadVariables', [ALL], QUIET_HOST)
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) {
      for (const { id } of [row.context, row.value]) {
        const terms = [{ op: '+', query: `id:@${id}` }] as const
        const page = await session.ask('deadVariables', [ALL, terms], QUIET_HOST)
        expect(page.rows).toContainEqual(row)
        expect(page.all).toBeLessThanOrEqual(rows.length)
      }
    }
    const none = await session.ask('deadVariables', [ALL, NONE], QUIET_HOST)
    expect(none).toMatchObject({ rows: [], all: 0 })
  })

  test('of allocations only selected objects count as alive', async () => {
    const session = await openCapture('chrome-156.heaptimeline.gz')
    const ask = <Q extends DeepQuestion>(question: Q, ...args: DeepArguments<Q>): Promise<DeepAnswer<Q>> =>
      session.ask(question, args, QUIET_HOST)
    const terms: readonly Term[] = [{ op: '+', query: 'trace:>=0 kind:object,array' }]
    const found = async (query: string): Promise<number> =>
      (await ask('matching', { start: 0, end: 0, filter: query }, terms)).total
    const all = await ask('selection', terms)
    const whole = await ask('allocations')
    const { stacks, timeline } = await ask('allocations', terms)
    expect(all.count).toBeGreaterThan(10)
    expect(stacks).toMatchObject({ allocated: whole.stacks!.allocated, stacks: whole.stacks!.stacks })
    expect(stacks!.live!.count).toBe(all.count)
    expect(whole.stacks!.live!.count).toBeGreaterThan(all.count)
    const { during, before, after, untimed } = timeline!
    expect(sum([during, before, after, untimed].map(({ count }) => count))).toBe(all.count)
    expect(sum((await ask('timelineBins', 100, terms)).map(({ count }) => count))).toBe(during.count)
    const sort = { column: 'liveSize', descending: true } as const
    const calls = await ask('callees', null, { ...ALL, sort }, terms)
    const functions = await ask('stackFunctions', { ...ALL, sort }, terms)
    for (const { query, liveCount } of [...calls.rows, ...functions.rows]) {
      if (query !== null) expect([query, liveCount]).toEqual([query, await found(query)])
    }
    const callers = await ask('callers', [], { ...ALL, sort }, terms)
    expect(sum(callers.rows.map(({ ownLiveCount }) => ownLiveCount))).toBe(all.count)
    const icicle = { entry: null, measure: 'liveCount', least: 0, most: 9999 } as const
    expect((await ask('stackIcicle', icicle, terms)).total).toBe(all.count)
    const bins = await ask('timelineBins', 100, terms)
    const classes = await ask('allocatedClasses', bins[0]!.first, bins.at(-1)!.last, ALL, terms)
    for (const { query, count } of classes.rows) expect([query, count]).toEqual([query, await found(query)])
    expect(sum(classes.rows.map(({ count }) => count))).toBe(during.count)
  })
})

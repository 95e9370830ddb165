import { beforeAll, describe, expect, test } from 'vitest'
import type { ClassChangeRow } from '../model/diff-rows.ts'
import type { Session } from '../session.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { openOf, openWhole, pairSource, putBeside, SERIES } from '../testing/pairs.ts'

const ALL = { start: 0, end: 100_000 }

describe.each(SERIES.filter((name) => name !== 'chrome-156'))(
  '%s before and after 400 more sessions',
  (series) => {
    let base: Session
    let target: Session
    let final: Session

    beforeAll(async () => {
      base = await openOf(series, 'baseline')
      target = await openOf(series, 'target')
      final = await openOf(series, 'final')
    })

    test('are known to come from one process, and differ by the sessions and closures that came', async () => {
      const { pair } = await putBeside(base, target)
      expect(pair).toMatchObject({ matchedBy: 'id', sameProcess: true })
      const changes = await changesOf(target)
      expect(changes.get('Session')).toMatchObject({ added: 400, removed: 0, countDelta: 400 })
      expect(await countOf(target, 'class:=Session status:new')).toBe(400)
      expect(await countOf(target, 'kind:closure name:onEvent status:new')).toBe(400)
      expect(await countOf(base, 'class:=Session status:deleted')).toBe(0)
    })

    test('name the Map as the owner of most of what came', async () => {
      await putBeside(base, target)
      const { rows, totals, unattributed } = await target.ask(
        'growthOwners',
        [{ start: 0, end: 20 }],
        QUIET_HOST,
      )
      const owner = rows.find(({ node }) => node.className === 'Map')
      expect(owner).toMatchObject({ mostly: { name: 'Session', count: 400 } })
      const delta = target.summary().shallowSize - base.summary().shallowSize
      expect(totals.growth + unattributed.growth).toBe(delta)
    })

    test('have cells whose growth adds up to that of the heap, the 400 sessions among them', async () => {
      await putBeside(base, target)
      const limits = { minSize: 1, minShare: 0, maxCells: 5000, maxDepth: 32 }
      const root = { by: 'class', id: null, path: [] } as const
      const { cells } = await target.ask('growthCells', [root, limits], QUIET_HOST)
      const delta = target.summary().shallowSize - base.summary().shallowSize
      expect(cells[0]!.growth!.whole.growth).toBe(delta)
      const parts = cells.flatMap(({ growth }) => [growth!.own, growth!.rest])
      expect(parts.reduce((sum, { growth }) => sum + growth, 0)).toBe(delta)
      const sessions = cells.find(
        ({ subject }) => subject.what === 'group' && subject.group.name === 'Session',
      )!
      expect(sessions.count).toBe(410)
      expect(sessions.growth!.whole.added / sessions.size).toBeCloseTo(400 / 410, 1)
      const below = { by: 'object', id: null, path: [] } as const
      const objects = await target.ask('growthCells', [below, limits], QUIET_HOST)
      expect(objects.cells[0]!.growth).toMatchObject({ whole: { growth: delta } })
    })

    test('list objects by how much more they retain', async () => {
      await putBeside(base, target)
      const sort = { column: 'growth', descending: true } as const
      const page = await target.ask('matching', [{ start: 0, end: 50, sort, filter: '' }, null], QUIET_HOST)
      const grown = page.rows.map(({ retainedSize, change }) => {
        return retainedSize! - (change?.other?.retainedSize ?? 0)
      })
      expect(grown).toEqual(grown.toSorted((a, b) => b - a))
      expect(grown[0]).toBeGreaterThan(250_000)
    })

    test('lose 410 closures and no session once the listeners are released', async () => {
      await putBeside(target, final)
      expect(await countOf(target, 'kind:closure name:onEvent status:deleted')).toBe(410)
      expect((await changesOf(final)).get('Session')?.removed ?? 0).toBe(0)
    })

    test('are matched by path as well, but for little', async () => {
      const { pair } = await putBeside(base, target, 'path')
      expect(pair.matchedBy).toBe('path')
      expect((await changesOf(target)).get('Session')).toMatchObject({ countDelta: 400 })
      expect(await countOf(target, 'class:=Session status:new')).toBe(400)
    })
  },
)

describe('a page that keeps 250 more rows', () => {
  test('shows them with their detached list items, in the target and not any more in the end', async () => {
    const [base, target, final] = await Promise.all([
      openOf('chrome-156', 'baseline'),
      openOf('chrome-156', 'target'),
      openOf('chrome-156', 'final'),
    ])
    await putBeside(base, target)
    expect((await changesOf(target)).get('Row')).toMatchObject({ added: 250, removed: 0 })
    expect((await changesOf(target)).get('Detached <li>')).toMatchObject({ added: 250 })
    await putBeside(target, final)
    expect((await changesOf(final)).get('Row')).toMatchObject({ added: 0, removed: 253 })
  })
})

describe('two runs of one program', () => {
  const open = (name: string) => openWhole(pairSource(`${name}.heapsnapshot.gz`))

  test('are known to be different processes, match nearly whole by path and have next to no change', async () => {
    const target = await open('run-2')
    const { pair } = await putBeside(await open('run-1'), target)
    expect(pair).toMatchObject({ matchedBy: 'path', sameProcess: false })
    expect(pair.matched.shallowSize).toBeGreaterThan(0.99 * pair.target.shallowSize)
    expect(Math.abs(pair.target.shallowSize - pair.base.shallowSize)).toBeLessThan(
      0.001 * pair.base.shallowSize,
    )
    const { totals } = await target.ask('classChanges', [{ start: 0, end: 0 }], QUIET_HOST)
    expect(totals.addedSize).toBeLessThan(0.01 * pair.target.shallowSize)
  })

  test('work out once what their objects are called, for as long as they stand beside each other', async () => {
    const [base, target] = [await open('run-1'), await open('run-2')]
    const pathsOf = async (session: Session) => (await session.digest(true, QUIET_HOST)).paths
    const { pair } = await putBeside(base, target)
    const first = await pathsOf(target)
    expect(await pathsOf(target)).toBe(first)
    expect((await putBeside(base, target, 'path')).pair).toEqual(pair)
    expect((await target.digest(false, QUIET_HOST)).paths).toBeNull()
    target.standApart('base')
    expect(await pathsOf(target)).not.toBe(first)
  })

  test('with N and 2N sessions name what holds the new ones first', async () => {
    const target = await open('run-800')
    const { pair } = await putBeside(await open('run-1'), target)
    expect(pair.matchedBy).toBe('path')
    expect((await changesOf(target)).get('Session')).toMatchObject({ countDelta: 400 })
    const { rows } = await target.ask('growthOwners', [{ start: 0, end: 2 }], QUIET_HOST)
    // The listeners' arrays weigh more than the cache's sessions, and stay with the closures that hold them.
    expect(rows[0]!.added).toBeGreaterThanOrEqual(1200)
    expect(rows[0]!.growth).toBeGreaterThan(1.6e6)
    expect(rows.map(({ node, mostly }) => [node.className, mostly])).toEqual([
      ['Array', { name: 'Function', count: 400 }],
      ['Map', { name: 'Session', count: 400 }],
    ])
  })
})

describe('the list of what changed by class', () => {
  test('can be filtered by what became of classes and of their objects', async () => {
    const target = await openOf('node-24.9.0', 'target')
    await putBeside(await openOf('node-24.9.0', 'baseline'), target)
    const named = async (filter: string) => {
      const { rows } = await target.ask('classChanges', [{ ...ALL, filter, folded: true }], QUIET_HOST)
      return rows.map(({ name }) => name)
    }
    const session = await named('class:=Session')
    expect(session).toContain('Session')
    expect(await named('status:grown new:400 class:=Session')).toEqual(['Session'])
    expect(await named('status:new class:=Session')).toEqual([])
    expect(await named('growth:>1MB')).toContain('Array')
  }, 60_000)
})

async function changesOf(target: Session): Promise<Map<string, ClassChangeRow>> {
  const { rows } = await target.ask('classChanges', [ALL], QUIET_HOST)
  return new Map(rows.map((row) => [row.name, row]))
}

async function countOf(session: Session, filter: string): Promise<number> {
  const { total } = await session.ask('matching', [{ ...ALL, end: 0, filter }, null], QUIET_HOST)
  return total
}

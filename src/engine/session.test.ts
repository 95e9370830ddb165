import { describe, expect, test } from 'vitest'
import { HeapError } from './base/error.ts'
import type { Progress, TaskHost } from './base/task.ts'
import { Session } from './session.ts'
import { captureSource, openCapture, QUIET_HOST } from './testing/captures.ts'
import { sampleText, sourceOf } from './testing/sample-text.ts'

const CAPTURE = 'node-24.9.0-target.heapsnapshot.gz'
const capture = openCapture(CAPTURE)

async function classNamed(session: Session, name: string) {
  const found = session.classes({ start: 0, end: 10, filter: `/^${name}$/` })
  expect(found.total).toBe(1)
  return found.rows[0]!
}

describe('lists', () => {
  test('pages of classes join to the whole list without gaps or repeats', async () => {
    const session = await capture
    const whole = session.classes({ start: 0, end: 1e9 })
    expect(whole.rows).toHaveLength(whole.total)
    const joined = []
    for (let start = 0; start < whole.total; start += 97) {
      joined.push(...session.classes({ start, end: start + 97 }).rows)
    }
    expect(joined).toEqual(whole.rows)
  })

  test('class rows add up to the heap and are sorted as asked', async () => {
    const session = await capture
    for (const column of ['count', 'shallowSize', 'retainedSize'] as const) {
      const { rows } = session.classes({ start: 0, end: 1e9, sort: { column, descending: true } })
      expect(rows.reduce((sum, row) => sum + row.shallowSize, 0)).toBe(session.summary().shallowSize)
      const values = rows.map((row) => row[column]!)
      expect(values).toEqual([...values].sort((a, b) => b - a))
    }
    const names = session
      .classes({ start: 0, end: 1e9, sort: { column: 'name', descending: false } })
      .rows.map((row) => row.name)
    expect(names).toEqual([...names].sort())
  })

  test('classes without a distance come last whichever way they are sorted', async () => {
    const session = await capture
    for (const descending of [false, true]) {
      const { rows } = session.classes({ start: 0, end: 1e9, sort: { column: 'distance', descending } })
      const known = rows.map((row) => row.distance !== null)
      expect(known).toEqual([...known].sort((a, b) => Number(b) - Number(a)))
    }
  })

  test('a filter says how many passed and how many there are', async () => {
    const session = await capture
    const all = session.classes({ start: 0, end: 1 }).total
    const page = session.classes({ start: 0, end: 1e9, filter: 'session' })
    expect(page.all).toBe(all)
    expect(page.total).toBe(page.rows.length)
    expect(page.rows.every((row) => row.name.toLowerCase().includes('session'))).toBe(true)
    expect(() => session.classes({ start: 0, end: 1, filter: '/(/' })).toThrow(HeapError)
  })

  test('folding leaves out what the engine makes for itself, and says how much that is', async () => {
    const session = await capture
    const all = session.classes({ start: 0, end: 1e9 })
    const { rows, total, folded } = session.classes({ start: 0, end: 1e9, folded: true })
    expect(all.folded).toEqual({ classes: 0, shallowSize: 0 })
    expect(total + folded.classes).toBe(all.total)
    expect(rows.reduce((sum, row) => sum + row.shallowSize, folded.shallowSize)).toBe(
      session.summary().shallowSize,
    )
    expect(rows.filter(({ name }) => /^\((system|compiled code|object shape)\)$/.test(name))).toEqual([])
    const filtered = session.classes({ start: 0, end: 9, folded: true, filter: 'compiled' })
    expect(filtered).toMatchObject({ total: 0, folded: { classes: 1 } })
  })

  test('instances of a class are all of it, whole or page by page, in every order', async () => {
    const session = await capture
    const points = await classNamed(session, 'Point')
    expect(points.count).toBe(2000)
    const whole = await session.instances(points.key, { start: 0, end: 5000 }, QUIET_HOST)
    expect(whole.rows.map((row) => row.className)).toEqual(Array(2000).fill('Point'))
    for (const column of ['id', 'shallowSize', 'retainedSize', 'distance', 'name'] as const) {
      for (const descending of [false, true]) {
        const sort = { column, descending }
        const sorted = (await session.instances(points.key, { start: 0, end: 5000, sort }, QUIET_HOST)).rows
        const first = (await session.instances(points.key, { start: 0, end: 100, sort }, QUIET_HOST)).rows
        const later = (await session.instances(points.key, { start: 1500, end: 1600, sort }, QUIET_HOST)).rows
        expect(first).toEqual(sorted.slice(0, 100))
        expect(later).toEqual(sorted.slice(1500, 1600))
        expect(new Set(sorted.map((row) => row.node)).size).toBe(2000)
      }
    }
  })

  test('the biggest object is held by nothing but the root', async () => {
    const session = await capture
    const sort = { column: 'retainedSize', descending: true } as const
    const [first] = (await session.objects({ start: 0, end: 1, sort }, QUIET_HOST)).rows
    expect(session.object(first!.node).path).toHaveLength(1)
    expect(session.object(first!.node).dominator?.type).toBe('synthetic')
  })

  test('kinds add up to the heap', async () => {
    const session = await capture
    const { shallowSize } = session.summary()
    expect(session.kinds().reduce((sum, row) => sum + row.shallowSize, 0)).toBe(shallowSize)
  })
})

describe('one object', () => {
  test('a cached session is held by the global cache, and the path says how', async () => {
    const session = await capture
    const { key } = await classNamed(session, 'Session')
    const row = (await session.instances(key, { start: 0, end: 1 }, QUIET_HOST)).rows[0]!
    const { path, retainers } = session.object(row.node)
    expect(path!.map((step) => step.edge?.name ?? null).slice(0, 3)).toEqual([null, 'cache', 'entries'])
    expect(path!.map((step) => step.node.className)).toEqual(['global', 'Cache', 'Map', '(array)', 'Session'])
    expect(path!.map((step) => step.dominator)).toEqual([true, true, true, true, false])
    expect(retainers).toBe(session.retainers(row.node, { start: 0, end: 100 }).total)
  })

  test('the edge from the table of a WeakMap does not keep a value alive', async () => {
    const session = await capture
    const { key } = await classNamed(session, 'Session')
    const row = (await session.instances(key, { start: 0, end: 1 }, QUIET_HOST)).rows[0]!
    const weak = session.retainers(row.node, { start: 0, end: 100 }).rows.filter((edge) => !edge.essential)
    expect(weak.map((edge) => edge.edgeType)).toContain('weak')
  })

  test('references and retainers are two sides of the same edges', async () => {
    const session = await capture
    const { key } = await classNamed(session, 'Cache')
    const { node } = (await session.instances(key, { start: 0, end: 1 }, QUIET_HOST)).rows[0]!
    const references = session.references(node, { start: 0, end: 1000 })
    expect(references.rows).toHaveLength(references.total)
    for (const reference of references.rows) {
      const back = session.retainers(reference.node.node, { start: 0, end: 1e6 }).rows
      expect(back.find((edge) => edge.edge === reference.edge)?.node.node).toBe(node)
    }
  })

  test('children in the dominator tree retain no more than their parent', async () => {
    const session = await capture
    const { key } = await classNamed(session, 'Map')
    const sort = { column: 'retainedSize', descending: true } as const
    const parent = (await session.instances(key, { start: 0, end: 1, sort }, QUIET_HOST)).rows[0]!
    const children = await session.dominated(parent.node, { start: 0, end: 1e6, sort }, QUIET_HOST)
    const sum = children.rows.reduce((total, row) => total + row.retainedSize!, 0)
    expect(children.rows).toHaveLength(session.object(parent.node).dominated!)
    expect(sum + parent.shallowSize).toBe(parent.retainedSize)
  })

  test('an id finds its object, and other text classes', async () => {
    const session = await capture
    const { key } = await classNamed(session, 'Cache')
    const { id } = (await session.instances(key, { start: 0, end: 1 }, QUIET_HOST)).rows[0]!
    expect(session.find(`@${id}`, 5).node?.className).toBe('Cache')
    expect(session.find('@999999999', 5)).toMatchObject({ node: null, classes: { total: 0 } })
    expect(session.find('cache', 1).classes.rows).toHaveLength(1)
    expect(session.nodeById(-1)).toBeNull()
  })

  test('a class is found again by its key', async () => {
    const session = await capture
    for (const row of session.classes({ start: 0, end: 300 }).rows) {
      expect(session.classByKey(row.key)).toEqual(row)
    }
    expect(session.classByKey('no such class')).toBeNull()
  })

  test('what does not exist is refused', async () => {
    const session = await capture
    for (const node of [-1, 1.5, 1e9]) expect(() => session.object(node)).toThrow(/no node number/)
    await expect(session.instances('no such class', { start: 0, end: 1 }, QUIET_HOST)).rejects.toThrow(
      /no class “no such class”/,
    )
  })
})

describe('while it opens', () => {
  test('names and shallow sizes are there before the graph is, and the rest says that it is not', async () => {
    const session = await Session.read(sourceOf([new TextEncoder().encode(sampleText())]), QUIET_HOST)
    expect(session.summary()).toMatchObject({ stage: 'parsed', nodes: 5, unreachable: null })
    expect(session.classes({ start: 0, end: 10 }).rows.map((row) => row.retainedSize)).toContain(null)
    expect(session.object(2)).toMatchObject({ path: null, retainers: null, references: 1 })
    expect(() => session.retainers(2, { start: 0, end: 1 })).toThrow(
      expect.objectContaining({ code: 'not-ready' }),
    )
    await expect(session.dominated(2, { start: 0, end: 1 }, QUIET_HOST)).rejects.toThrow(
      expect.objectContaining({ code: 'not-ready' }),
    )
    await session.complete(QUIET_HOST)
    expect(session.object(2)).toMatchObject({ path: null, retainers: null, dominated: 1 })
    await session.findRetainers(QUIET_HOST)
    expect(session.summary().stage).toBe('ready')
    expect(session.object(2).path).toHaveLength(1)
  })

  test('every phase is announced once, in order, and ends where it said it would', async () => {
    const seen: Progress[] = []
    const host: TaskHost = { ...QUIET_HOST, progress: (progress) => void seen.push(progress) }
    const session = await Session.read(captureSource(CAPTURE), host)
    await session.complete(host)
    await session.findRetainers(host)
    const phases = [...new Set(seen.map((progress) => progress.phase))]
    expect(phases).toEqual([
      'read',
      'shallow sizes',
      'classes',
      'distances',
      'edges',
      'dominators',
      'retained sizes',
      'retainers',
    ])
    expect(session.summary().phases.map((phase) => phase.name)).toEqual(phases)
    for (const phase of phases) {
      const last = seen.findLast((progress) => progress.phase === phase)!
      expect(last.done).toBe(last.total)
    }
  })

  test('it can be cancelled at points all along the way, and stops there', async () => {
    // With a clock that stands still the number of ticks does not depend on the machine.
    const open = async (stop: number): Promise<number> => {
      let ticks = 0
      const signal = {
        get aborted() {
          return ++ticks >= stop
        },
      }
      const host = { ...QUIET_HOST, signal, now: () => 0 }
      try {
        const session = await Session.read(captureSource(CAPTURE), host)
        await session.complete(host)
        await session.findRetainers(host)
      } catch (error) {
        expect(error).toMatchObject({ code: 'cancelled' })
      }
      return ticks
    }
    const total = await open(Number.POSITIVE_INFINITY)
    expect(total).toBeGreaterThan(60)
    for (let stop = 1; stop < total; stop += 13) expect(await open(stop)).toBe(stop)
  })
})

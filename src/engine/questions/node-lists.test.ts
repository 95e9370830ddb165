import { beforeAll, describe, expect, test } from 'vitest'
import type { TaskHost } from '../base/task.ts'
import type { Session } from '../session.ts'
import { openCapture, QUIET_HOST } from '../testing/captures.ts'

const FIRST = { start: 0, end: 5 }

/** A host whose clock moves on at every look, so that every look is time for a pause. */
function slowHost(onPause: () => void = () => {}) {
  let time = 0
  const signal = { aborted: false }
  const seen = { pauses: 0 }
  const host: TaskHost = {
    now: () => (time += 100),
    pause: async () => {
      seen.pauses++
      onPause()
    },
    signal,
  }
  return { host, signal, seen }
}

describe('long lists of objects', () => {
  let session: Session

  beforeAll(async () => {
    session = await openCapture('node-24.9.0-target.heapsnapshot.gz')
  })

  test('are filtered in slices, and find what a filter in one go finds', async () => {
    const request = { ...FIRST, filter: 'name:/^sess/i' }
    const { host, seen } = slowHost()
    const page = await session.objects(request, host)
    expect(seen.pauses).toBeGreaterThan(5)
    const other = await openCapture('node-24.9.0-target.heapsnapshot.gz')
    expect(page).toEqual(await other.objects(request, QUIET_HOST))
    expect(page.total).toBeGreaterThan(400)
  })

  test('are filtered once for all pages', async () => {
    const filter = 'name:/^map/i'
    await session.objects({ ...FIRST, filter }, QUIET_HOST)
    const { host, seen } = slowHost()
    await session.objects({ start: 3, end: 9, filter }, host)
    expect(seen.pauses).toBe(0)
  })

  test.each(['instances', 'dominated', 'objects'] as const)(
    '%s end when nobody wants them any more, and can be asked for again',
    async (question) => {
      const request = { ...FIRST, filter: `name:/${question}|e/` }
      const node = (await session.objects({ start: 0, end: 1, sort: BIGGEST }, QUIET_HOST)).rows[0]!
      const ask = (host: TaskHost) => {
        if (question === 'objects') return session.objects(request, host)
        if (question === 'dominated') return session.dominated(node.node, request, host)
        return session.instances('(string)', request, host)
      }
      const { host, signal } = slowHost(() => (signal.aborted = true))
      await expect(ask(host)).rejects.toMatchObject({ code: 'cancelled' })
      expect((await ask(QUIET_HOST)).total).toBeGreaterThan(0)
    },
  )

  test.each([
    'id',
    'name',
    'className',
    'kind',
    'type',
    'shallowSize',
    'selfSize',
    'retainedSize',
    'distance',
    'references',
    'detached',
  ] as const)('begin with the same rows by %s whether a few or many are asked for', async (column) => {
    for (const descending of [true, false]) {
      const sort = { column, descending }
      const { start, ...few } = await session.objects({ start: 2, end: 40, sort }, QUIET_HOST)
      const many = await session.objects({ start: 0, end: 2000, sort }, QUIET_HOST)
      expect(start).toBe(2)
      expect(many.rows).toHaveLength(2000)
      expect(few).toEqual({ rows: many.rows.slice(2, 40), total: many.total, all: many.all })
    }
  })

  test('are not gone through to the end for their first rows when nobody wants those any more', async () => {
    const { host, signal, seen } = slowHost(() => (signal.aborted = true))
    const asking = session.objects({ ...FIRST, sort: BIGGEST }, host)
    await expect(asking).rejects.toMatchObject({ code: 'cancelled' })
    expect(seen.pauses).toBe(1)
  })

  test('of a class or below an object pass the filter that is asked for', async () => {
    const request = { start: 0, end: 1e6, filter: 'size:>100' }
    const { rows, total, all } = await session.instances('(string)', request, QUIET_HOST)
    expect(rows).toHaveLength(total)
    expect(all).toBeGreaterThan(total)
    expect(rows.every(({ shallowSize, className }) => shallowSize > 100 && className === '(string)')).toBe(
      true,
    )
  })
})

const BIGGEST = { column: 'retainedSize', descending: true } as const

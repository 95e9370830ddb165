import { beforeAll, describe, expect, test } from 'vitest'
import type { PathBox, Removed } from '../model/retainer-rows.ts'
import type { Session } from '../session.ts'
import { openCapture, QUIET_HOST } from '../testing/captures.ts'

const NOTHING: Removed = { cuts: [], ignored: [] }
const SESSIONS = [{ op: '+', query: 'class:=Session' }] as const
const LISTENERS = [{ op: '+', query: 'name:=onEvent kind:closure' }] as const

function wayTo(boxes: readonly PathBox[], box: PathBox | undefined): string[] {
  const way: string[] = []
  for (let at = box; at && at.kind === 'objects'; at = boxes.find(({ id }) => id === at?.above)) {
    way.unshift(`${at.edge!.name} ${at.classRow!.name}${at.node ? '' : ` ×${at.objects}`}`)
  }
  return way
}

describe('of the program under Node 24', () => {
  let session: Session
  beforeAll(async () => {
    session = await openCapture('node-24.9.0-target.heapsnapshot.gz')
  }, 60_000)

  test('all sessions are held by the map in cache.entries, and by nothing else', async () => {
    const { boxes, selected, reached } = await session.ask('mergedPaths', [SESSIONS, NOTHING, []], QUIET_HOST)
    expect(selected.count).toBe(410)
    expect(reached).toEqual(selected)
    expect(wayTo(boxes, boxes.at(-1))).toEqual([
      '[] global',
      'cache Cache',
      'entries Map',
      'table (array)',
      '[] Session ×410',
    ])
    expect(boxes.filter(({ dominator }) => dominator)).toHaveLength(4)
    expect(boxes.some(({ edge }) => edge?.look === 'weak-map')).toBe(false)
  })

  test('without cache.entries all sessions go', async () => {
    const { boxes } = await session.ask('mergedPaths', [SESSIONS, NOTHING, []], QUIET_HOST)
    const map = boxes.find(({ edge }) => edge?.name === 'entries')!
    const removed = { cuts: [map.edge!.cut], ignored: [] }
    const answer = await session.ask('whatIf', [SESSIONS, removed], QUIET_HOST)
    expect(answer).toMatchObject({ cutEdges: [1], freedOfSelection: { count: 410 } })
    expect(answer.freed.count).toBeGreaterThan(410)
    expect(answer.classes.find(({ name }) => name === 'Session')).toMatchObject({
      freed: { count: 410 },
      all: { count: 410 },
    })
    const after = await session.ask('mergedPaths', [SESSIONS, removed, []], QUIET_HOST)
    expect(after.reached.count).toBe(0)
    expect(after.unreached.count).toBe(410)
  })

  test('cutting the entries of the table frees the sessions, but not the map', async () => {
    const { boxes } = await session.ask('mergedPaths', [SESSIONS, NOTHING, []], QUIET_HOST)
    const removed = { cuts: [boxes.at(-1)!.edge!.cut], ignored: [] }
    const answer = await session.ask('whatIf', [SESSIONS, removed], QUIET_HOST)
    expect(answer).toMatchObject({ cutEdges: [410], freedOfSelection: { count: 410 } })
    expect(answer.classes.some(({ name }) => name === 'Map')).toBe(false)
  })

  test('what goes with the sessions is what they retain together', async () => {
    const freed = await session.ask('freedWith', [SESSIONS], QUIET_HOST)
    const { retainedSize, freed: count } = await session.ask('selection', [SESSIONS], QUIET_HOST)
    expect(freed).toMatchObject({ freed: { count, bytes: retainedSize }, freedOfSelection: { count: 410 } })
  })

  test('the Map of the cache alone holds sessions, through its table', async () => {
    const page = await session.ask('holders', [SESSIONS, { start: 0, end: 9 }], QUIET_HOST)
    expect(page.rows[0]).toMatchObject({
      name: 'Map',
      node: { id: 98135 },
      through: { edge: 'table', name: '(array)', node: { id: 126967 } },
      edge: { name: '[]', look: 'collection' },
      held: { count: 410 },
      holders: 1,
    })
    const filtered = await session.ask(
      'holders',
      [SESSIONS, { start: 0, end: 9, filter: 'class:Nobody' }],
      QUIET_HOST,
    )
    expect(filtered).toMatchObject({ rows: [], total: 0, all: page.all })
  })

  test('the listeners are held by one array, and a session has no second path', async () => {
    const { boxes } = await session.ask('mergedPaths', [LISTENERS, NOTHING, []], QUIET_HOST)
    const largest = boxes.find(({ selected }) => selected.count > 0)!
    expect(largest).toMatchObject({ selected: { count: 410 }, sharedName: 'onEvent' })
    expect(wayTo(boxes, largest)).toEqual(['[] global', 'listeners Array', '[] Function ×410'])
    const page = await session.ask('selected', [SESSIONS, { start: 0, end: 1 }], QUIET_HOST)
    const { paths, exhausted } = await session.ask(
      'heldHowElse',
      [page.rows[0]!.node, 5, NOTHING],
      QUIET_HOST,
    )
    expect(paths).toHaveLength(1)
    expect(exhausted).toBe(true)
    await expect(session.ask('heldHowElse', [-1, 5, NOTHING], QUIET_HOST)).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

test('a removed row of Chromium is held by the registry, past groups of roots that are told apart', async () => {
  const session = await openCapture('chrome-156-target.heapsnapshot.gz')
  const rows = [{ op: '+', query: 'class:=Row' }] as const
  const { boxes } = await session.ask('mergedPaths', [rows, NOTHING, []], QUIET_HOST)
  const row = boxes.find(({ selected }) => selected.count === 253)
  expect(row).toBeDefined()
  expect(wayTo(boxes, row).slice(-3)).toEqual(['registry Map', 'table (array)', '[] Row ×253'])
  expect(boxes.find(({ node }) => node?.name === '(GC roots)')).toMatchObject({ inRow: 0 })
}, 60_000)

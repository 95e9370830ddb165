import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupsBelow } from '../analyses/list-groups.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import type { GroupColumn } from '../model/dominator-rows.ts'
import type { NearRequest } from '../model/rows.ts'
import { openCapture, QUIET_HOST } from '../testing/captures.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { nodesOfQuery } from './nodes-of-query.ts'

const around = () => ({ task: quietTask(), now: () => 0 })

test('the query of a cell finds as many objects, and as many bytes, as the cell says', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(24), async (spec) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const level = await groupsBelow(heap, { by: 'class', node: null, path: [] }, quietTask())
      for (const row of level) {
        const path = [row.key]
        const below = await groupsBelow(heap, { by: 'class', node: null, path }, quietTask())
        for (const { query, count, own, kind } of [row, ...below]) {
          const nodes = await nodesOfQuery(heap, query!, around())
          const bytes = nodes.reduce((sum, node) => sum + heap.shallowSize[node]!, 0)
          expect(nodes).toHaveLength(count)
          // A synthetic root may have bytes and is never listed.
          expect(bytes).toBeLessThanOrEqual(own)
          if (kind !== 'root') expect(bytes).toBe(own)
        }
      }
    }),
    { numRuns: 200, seed: 11 },
  )
})

test('a path is written with the names of classes, begins at an object, and finds nothing where nothing is', async () => {
  const drawn = drawHeap('root -> a -> b -> c; a: 5 "A" @7; b: 6 "B b" at 1:2:3; c: 7 "A"')
  const heap = await completeHeapOf(drawn.snapshot)
  const found = async (text: string) =>
    [...(await nodesOfQuery(heap, text, around()))].map((node) => drawn.key(node))
  expect(await found('classpath:"A > B b"')).toEqual(['b'])
  expect(await found('classpath:A')).toEqual(['a'])
  expect(await found('classpath:="@7 > B b > A"')).toEqual(['c'])
  expect(await found('-classpath:A class:A')).toEqual(['c'])
  expect(await found('classpath:"B b"')).toEqual([])
  expect(await found('modulepath:"src/a.js"')).toEqual([])
})

test('of a real capture the cells of the leak are there, in parts that add up', async () => {
  const session = await openCapture('node-24.9.0-target.heapsnapshot.gz')
  const address = { by: 'class', id: null, path: ['global', 'Cache', 'Map'] } as const
  const limits = { minSize: 1, minShare: 0, maxCells: 9999, maxDepth: 99 }
  const { cells } = await session.ask('treeCells', [address, limits], QUIET_HOST)
  const sessions = cells.find(({ subject }) => subject.what === 'group' && subject.group.name === 'Session')!
  expect(sessions).toMatchObject({ count: 410, parent: 0, size: 271_896 })
  const groups = await session.ask('treeGroups', [address, { start: 0, end: 1 }], QUIET_HOST)
  const [row] = groups.rows
  expect(row).toMatchObject({ name: 'Session', count: 410, size: 271_896 })
  const selected = await session.ask(
    'selected',
    [[{ op: '+', query: row!.query! }], { start: 0, end: 1 }],
    QUIET_HOST,
  )
  expect(selected).toMatchObject({ total: 410 })
  const point = await session.ask('accumulationPoint', [address], QUIET_HOST)
  expect(point.node).toMatchObject({ id: 126_967, className: '(array)' })
  const way = await session.ask('treeWay', [{ by: 'object', id: 126_967, path: [] }], QUIET_HOST)
  expect(way.nodes.map(({ className }) => className)).toEqual([
    '(synthetic)',
    'global',
    'Cache',
    'Map',
    '(array)',
  ])
  await expect(
    session.ask('treeCells', [{ ...address, id: 999_999_999, path: [] }, limits], QUIET_HOST),
  ).rejects.toThrow('There is no object @999999999')
})

test('rows of the tree by class are filtered and folded, and their sizes add up to what is above', async () => {
  const session = await openCapture('node-24.9.0-target.heapsnapshot.gz')
  const address = { by: 'class', id: null, path: ['global'] } as const
  const ask = (request: Partial<NearRequest<GroupColumn>>) =>
    session.ask('treeGroups', [address, { start: 0, end: 999, ...request }], QUIET_HOST)
  const whole = await ask({})
  const { rows, total, all, folded } = await ask({ internals: 'apart' })
  const left = await ask({ internals: 'only' })
  const sizes = (list: typeof rows) => list.reduce((sum, { size }) => sum + size, 0)
  expect(rows.every(({ kind }) => kind !== 'code')).toBe(true)
  expect(left.rows.map(({ name }) => name)).toContain('(compiled code)')
  expect([total + folded.count, left.total]).toEqual([all, folded.count])
  expect(folded.retainedSize).toBe(sizes(left.rows))
  expect(folded.shallowSize).toBe(left.rows.reduce((sum, { own }) => sum + own, 0))
  expect(sizes(rows) + folded.retainedSize!).toBe(sizes(whole.rows))

  const found = await ask({ internals: 'apart', filter: 'kind:closure,code count:>100' })
  expect(found.all).toBe(all)
  expect(found.rows.every(({ kind, count }) => kind === 'closure' && count > 100)).toBe(true)
  expect(found.total + found.folded.count).toBe(
    whole.rows.filter(({ kind, count }) => (kind === 'closure' || kind === 'code') && count > 100).length,
  )
  // Where only the engine's pass, they are shown.
  const code = await ask({ internals: 'apart', filter: 'kind:code' })
  expect([code.rows.map(({ name }) => name), code.folded.count]).toEqual([['(compiled code)'], 0])
})

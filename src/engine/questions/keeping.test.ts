import { beforeAll, describe, expect, test } from 'vitest'
import { RecentMap } from '../base/recent-map.ts'
import type { Heap } from '../analyses/heap.ts'
import { KEEPERS } from '../analyses/kept/kept-groups.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { NodeType } from '../model/kinds.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { captureHeap } from '../testing/complete-heap.ts'
import type { WholeHeap } from '../analyses/heap.ts'
import { Asked } from './asked.ts'
import { answerDeep, type DeepAnswer, type DeepArguments, type DeepQuestion } from './questions.ts'
import { SharedWork } from './shared-work.ts'

const EVERYTHING = { start: 0, end: 1e6 }
const HOST = { now: () => 0, pause: () => Promise.resolve() }

/** One of each runtime's way to mark roots, realms and handlers. */
const SOME = [
  'bun-1.4.5.heapsnapshot.gz',
  'chrome-156-shop.heapsnapshot.gz',
  'node-16.20.2-target.heapsnapshot.gz',
  'node-22.20.0-target.heapsnapshot.gz',
]

describe.each(SOME)('%s', (name) => {
  let heap: WholeHeap
  let asked: Asked

  beforeAll(async () => {
    heap = await captureHeap(name)
    const memory = { shared: new SharedWork(), orders: new RecentMap<Uint32Array>(4) }
    asked = new Asked(heap, { ...memory, sets: new RecentMap<Uint32Array>(4) }, HOST)
  })

  const ask = <Q extends DeepQuestion>(question: Q, ...args: DeepArguments<Q>): Promise<DeepAnswer<Q>> =>
    answerDeep(question, asked, args)

  /** What the filter finds: how many objects, and their bytes. */
  async function found(query: string): Promise<readonly [count: number, bytes: number]> {
    const nodes = await asked.nodesOf([{ op: '+', query }])
    return [nodes.length, nodes.reduce((sum, node) => sum + heap.shallowSize[node]!, 0)]
  }

  /** Synthetic nodes with a size count in rows, but no filter finds them. */
  function roots(): readonly [number, number] {
    const nodes = [...heap.shallowSize.keys()].filter(
      (node) => heap.shallowSize[node] !== 0 && heap.snapshot.nodeType[node] === NodeType.synthetic,
    )
    return [nodes.length, nodes.reduce((sum, node) => sum + heap.shallowSize[node]!, 0)]
  }

  test('the query of every part of the statistics finds what the part counts', async () => {
    const { rows } = await ask('statistics')
    const [rootCount, rootBytes] = roots()
    for (const { part, query, count, shallowSize } of rows) {
      if (query === null) continue
      const beside = part === 'otherJs' ? [rootCount, rootBytes] : [0, 0]
      expect([part, ...(await found(query))]).toEqual([part, count - beside[0]!, shallowSize - beside[1]!])
    }
  })

  test('the query of every bin finds what the bin counts', async () => {
    const { shallow, retained } = await ask('sizeDistribution')
    const { bins } = await ask('distanceDistribution')
    let missing = 0
    for (const { query, count } of [...shallow, ...retained, ...bins])
      missing += count - (await found(query))[0]
    expect(missing).toBe(3 * roots()[0])
  })

  test('the query of every kind of roots finds what only these lead to', async () => {
    const { rows } = await ask('rootGroups', EVERYTHING)
    let missing = 0
    for (const { query, keptSize } of rows) missing += keptSize - (await found(query))[1]
    expect(missing).toBe(roots()[1])
    const globals = rows.find((row) => row.kind === 'globals')
    const page = await ask('rootGlobals', EVERYTHING)
    expect(page.total).toBe(globals?.members ?? 0)
  })

  test('the query of every realm finds what belongs to it', async () => {
    const { rows } = await ask('realms', EVERYTHING)
    let missing = 0
    for (const { query, shallowSize } of rows) missing += shallowSize - (await found(query))[1]
    expect(missing).toBe(roots()[1])
  })

  test.each(KEEPERS)(
    'what is kept by %s is found by its query, and each group by its own',
    async (keeper) => {
      const totals = await ask('keptTotals', keeper)
      expect(await found(totals.query)).toEqual([totals.count, totals.shallowSize])
      const { rows, total } = await ask('kept', keeper, { start: 0, end: 40 })
      expect(total).toBe(totals.groups)
      for (const { query, objects, shallowSize } of rows) {
        expect([query, ...(await found(query))]).toEqual([query, objects, shallowSize])
      }
    },
  )
})

test('lists of kept things are filtered in the filter language', async () => {
  const heap = await captureHeap('chrome-156-shop.heapsnapshot.gz')
  const memory = { shared: new SharedWork(), orders: new RecentMap<Uint32Array>(4) }
  const asked = new Asked(heap, { ...memory, sets: new RecentMap<Uint32Array>(4) }, HOST)
  const names = async (filter: string): Promise<string[]> => {
    const page = await answerDeep('kept', asked, ['handler', { ...EVERYTHING, filter }])
    return page.rows.map((row) => row.name)
  }
  expect(await names('count:>1')).toEqual(['onBuy'])
  expect(await names('holder:button -name:onBuy')).toEqual(['onKey', 'handleEvent'])
  const realms = await answerDeep('realms', asked, [{ ...EVERYTHING, filter: 'name:ads count:>4k' }])
  expect(realms.rows.map((row) => row.name)).toEqual(['Window / https://ads.shop.example'])
  const roots = await answerDeep('rootGroups', asked, [{ ...EVERYTHING, filter: 'name:handles kept:>0' }])
  expect(roots.rows.map((row) => row.name)).toEqual(['(Eternal handles)', '(Global handles)'])
})

test('a field that was not worked out yet says how it can be had', () => {
  const heap = drawHeap('root -> a').snapshot
  const realm = NODE_TABLE.fields.find((field) => field.name === 'realm')
  expect(() => realm?.read({ snapshot: heap } as Heap)).toThrow(
    /“realm:” is worked out for the whole heap first/,
  )
})

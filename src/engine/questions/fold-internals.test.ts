import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NearPage, NearRequest, NodeColumn, NodeRow } from '../model/rows.ts'
import { QUIET_HOST } from '../testing/captures.ts'
import { captureHeap, completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap, type DrawnHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { randomHeap } from '../testing/random-heap.ts'
import type { CompleteHeap } from '../analyses/heap.ts'
import { dominatedPage } from './list-dominated.ts'
import { referencePage, retainerPage } from '../analyses/list-edges.ts'
import { NodeLists } from './node-lists.ts'

const NO_FILTER = () => null
const APART = { start: 0, end: 99, internals: 'apart' } as const
const ONLY = { start: 0, end: 99, internals: 'only' } as const

type List = 'references' | 'retainers' | 'dominated'

async function list(
  heap: CompleteHeap,
  name: List,
  node: number,
  request: NearRequest<NodeColumn & 'retainedSize'>,
): Promise<NearPage<{ readonly node: NodeRow }>> {
  if (name === 'dominated') {
    const around = { heap, host: QUIET_HOST, now: () => performance.now(), isShallow: false }
    const page = await dominatedPage(heap, new NodeLists(), around, node, request)
    return { ...page, rows: page.rows.map((row) => ({ node: row })) }
  }
  const page = name === 'references' ? referencePage : retainerPage
  return page(heap, node, request, NO_FILTER)
}

async function folding(text: string) {
  const drawn: DrawnHeap = drawHeap(text)
  const heap = await completeHeapOf(drawn.snapshot)
  return async (name: List, key: string) => {
    const page = await list(heap, name, drawn.node(key), APART)
    const left = await list(heap, name, drawn.node(key), ONLY)
    const keys = (rows: typeof page.rows) => rows.map(({ node }) => drawn.key(node.node))
    return { shown: keys(page.rows), left: page.folded.count === 0 ? [] : keys(left.rows), page }
  }
}

test('what the engine notes about an object is folded, with its count and bytes; what the program made stays', async () => {
  const at = await folding(`
    f: closure 10 "run"; map: object-shape 40 "system / Map"; code: code 50 "run"; cell: hidden 60 "system / FeedbackCell"
    proto: object 5 "Object"; text: string 7 "session"; ctx: object 9 "system / Context"; name: string 3 "run"
    t: hidden 0 "true"
    root -> f; root -> map; root -> code; code -internal:name-> name
    f -internal:map-> map; f -internal:code-> code; f -internal:shared-> code; f -internal:feedback_cell-> cell
    f -prototype-> proto; f -label-> text; f -internal:context-> ctx; f -on-> t; f -internal:again-> map
  `)
  const { shown, left, page } = await at('references', 'f')
  expect(shown).toEqual(['proto', 'text', 'ctx', 't'])
  expect(left).toEqual(['map', 'code', 'code', 'cell', 'map'])
  // A node counts its bytes once, however many references lead to it; the cell's count with the function.
  expect(page).toMatchObject({
    total: 4,
    all: 9,
    folded: { count: 5, shallowSize: 90, retainedSize: null },
  })
})

test('the table of a Map is how it holds its entries, so it stays; the store behind an array says nothing new', async () => {
  const at = await folding(`
    m: object 1 "Map"; table: array 8 ""; k: string 2 "key"; mm: object-shape 1 "system / Map"
    l: object 1 "Array"; store: array 4 "(object elements)"; e: object 3 "E"; iter: object 1 "Map Iterator"
    root -> m -internal:table-> table -internal:0-> k; root -> iter -internal:table-> table; root -> mm
    m -internal:map-> mm; l -internal:map-> mm
    root -> l -internal:elements-> store -internal:0-> e; l -element:0-> e
  `)
  expect(await at('references', 'm')).toMatchObject({ shown: ['table'], left: ['mm'] })
  expect(await at('references', 'l')).toMatchObject({ shown: ['e'], left: ['mm', 'store'] })
  expect(await at('dominated', 'l')).toMatchObject({ shown: ['e'], left: ['store'] })
  // An entry is held by the table and by nothing else; an element by the array, which stands there itself.
  expect(await at('retainers', 'k')).toMatchObject({ shown: ['table'], left: [] })
  expect(await at('retainers', 'e')).toMatchObject({ shown: ['l'], left: ['store'] })
})

test('literals of code are its constants, but what a cell or a record holds is the program’s', async () => {
  const at = await folding(`
    f: closure 1 "run"; code: code 1 "run"; lit: object 1 "Object"; rec: hidden 1 "system / Record"; o: object 1 "O"
    meta: hidden 1 "system / Meta"; s: string 1 "s"; p: object 1 "P"
    root -> f -internal:shared-> code -internal:0-> lit; f -internal:rec-> rec -internal:0-> o; f -> p
    f -internal:meta-> meta -internal:0-> s
  `)
  expect(await at('dominated', 'f')).toMatchObject({ shown: ['rec', 'p'], left: ['code', 'meta'] })
  expect(await at('references', 'f')).toMatchObject({ shown: ['rec', 'p'], left: ['code', 'meta'] })
})

test('an object that only the engine refers to, or that refers to nothing else, shows it', async () => {
  const at = await folding(`
    o: object 1 "O"; map: object-shape 1 "system / Map"; x: object 1 "X"; c: code 1 "c"
    root -> o -internal:map-> map; root -> map; root -> c -internal:0-> x; o ~> map
  `)
  expect(await at('references', 'o')).toMatchObject({ shown: ['map', 'map'], left: [] })
  expect(await at('retainers', 'x')).toMatchObject({ shown: ['c'], left: [] })
})

test('a retainer that is nearer to the root than any other is never folded', async () => {
  const at = await folding(`
    x: object 1 "X"; c: code 1 "c"; d: code 1 "d"; far: object 1 "Far"; win: object 1 "Window"
    root -> win -> c -internal:0-> x; win -> a -> far -> x; far -> d -internal:0-> x
  `)
  expect(await at('retainers', 'x')).toMatchObject({ shown: ['c', 'far'], left: ['d'] })
})

test('the exported variable of a module stays a retainer beside others', async () => {
  const at = await folding(`
    x: object 1 "X"; exports: array 1 ""; cell: object-shape 1 "system / Cell"; child: object 1 "Child"; m: object 1 "Module"
    root -> m -internal:exports-> exports -internal:0-> cell -internal:value-> x -> child -parent-> x
  `)
  expect(await at('retainers', 'x')).toMatchObject({ shown: ['cell', 'child'], left: [] })
  expect((await at('references', 'm')).shown).toEqual(['exports'])
})

test('in random heaps what is shown and what is folded are together all rows, and dominated sizes add up', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(14), async (spec) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const { retainedSize } = heap.ready.graph
      for (let node = 0; node < spec.nodes.length; node++) {
        for (const name of ['references', 'retainers', 'dominated'] as const) {
          const whole = await list(heap, name, node, { start: 0, end: 999 })
          const page = await list(heap, name, node, { ...APART, end: 999 })
          const left =
            page.folded.count === 0 ? [] : (await list(heap, name, node, { ...ONLY, end: 999 })).rows
          expect(page.total + page.folded.count).toBe(whole.total)
          expect(left).toHaveLength(page.folded.count)
          const text = (rows: typeof whole.rows) => rows.map((row) => JSON.stringify(row)).toSorted()
          expect(text([...page.rows, ...left])).toEqual(text(whole.rows))
          if (whole.total > 0) expect(page.total).toBeGreaterThan(0)
          const bytes = new Map(left.map(({ node: row }) => [row.node, row.shallowSize]))
          expect(page.folded.shallowSize).toBe([...bytes.values()].reduce((sum, size) => sum + size, 0))
          if (name !== 'dominated') continue
          const below = page.rows.reduce((sum, { node: row }) => sum + row.retainedSize!, 0)
          expect(heap.shallowSize[node]! + below + page.folded.retainedSize!).toBe(retainedSize[node])
        }
      }
    }),
    { numRuns: 150, seed: 5 },
  )
})

test('in captures of several engines every reachable object keeps a retainer as near to the root as there is', async () => {
  for (const name of ['node-24.9.0-target', 'chrome-156-target']) {
    const heap = await captureHeap(`${name}.heapsnapshot.gz`)
    const { distance } = heap.ready.graph
    const nearest = (rows: readonly { readonly node: NodeRow; readonly essential?: boolean }[]) =>
      Math.min(
        ...rows
          .filter((row) => row.essential)
          .map((row) => distance[row.node.node]!)
          .filter((d) => d >= 0),
      )
    for (let node = 0; node < heap.snapshot.nodeCount; node += 97) {
      const whole = retainerPage(heap, node, { start: 0, end: 1e6 }, NO_FILTER)
      if (whole.total > 500) continue
      const page = retainerPage(heap, node, { ...APART, end: 1e6 }, NO_FILTER)
      expect(nearest(page.rows)).toBe(nearest(whole.rows))
    }
  }
})

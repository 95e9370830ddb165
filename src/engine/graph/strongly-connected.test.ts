import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BitSet } from '../base/bit-set.ts'
import { graphOf } from '../testing/analyzed.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot, type HeapSpec } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom, tableHalves } from '../testing/oracles.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { type Components, stronglyConnected } from './strongly-connected.ts'

const withGaps = randomHeap(14).chain((spec) =>
  fc
    .array(fc.nat({ max: spec.nodes.length - 1 }), { maxLength: 3 })
    .map((gone) => ({ spec, gone: new Set(gone) })),
)

/** Each node's set: those it leads to that lead back, where these are several or it leads to itself. */
function bruteComponents(spec: HeapSpec, gone: ReadonlySet<number>): string[] {
  const keeps = essentialEdges(spec)
  const half = tableHalves(spec)
  const isOwn = (at: number): boolean => {
    const { from, to, type } = spec.edges[at]!
    return from === to && type !== 'weak' && type !== 'shortcut' && !half[at]!
  }
  const ways = spec.edges.filter(
    ({ from, to }, at) => !gone.has(from) && !gone.has(to) && (keeps[at]! || isOwn(at)),
  )
  const found = new Set<string>()
  for (let node = 0; node < spec.nodes.length; node++) {
    const members = [...reachedFrom([node], ways)].filter((other) => reachedFrom([other], ways).has(node))
    const isCycle = members.length > 1 || ways.some(({ from, to }) => from === node && to === node)
    if (isCycle && !gone.has(node)) found.add(members.sort((a, b) => a - b).join(' '))
  }
  return [...found].sort()
}

function textsOf({ count, first, node }: Components): string[] {
  return Array.from({ length: count }, (_, at) => node.subarray(first[at], first[at + 1]).join(' ')).sort()
}

test('finds all sets of nodes that lead to each other, and those that lead to themselves', async () => {
  await fc.assert(
    fc.asyncProperty(withGaps, async ({ spec, gone }) => {
      const snapshot = buildSnapshot(spec)
      const { essential } = await graphOf(snapshot)
      const without = new BitSet(spec.nodes.length)
      for (const node of gone) without.add(node)
      const found = await stronglyConnected(snapshot, essential, without, quietTask())
      expect(textsOf(found)).toEqual(bruteComponents(spec, gone))
    }),
    { numRuns: 1000 },
  )
})

test('a ring of a hundred thousand objects is one set, found in turns', async () => {
  const length = 100_000
  const nodes = Array.from({ length: length + 1 }, (_, at) => ({
    type: at === 0 ? 'synthetic' : 'object',
    name: 'Link',
    id: 2 * at + 1,
    selfSize: 8,
  }))
  const { drawn, links } = { drawn: drawHeap('root -> a; a -> b; b -> a').snapshot, links: length }
  const small = await stronglyConnected(drawn, (await graphOf(drawn)).essential, null, quietTask())
  expect(small.count).toBe(1)
  const snapshot = {
    ...buildSnapshot({ root: 0, nodes, edges: [] }),
    edgeCount: links + 1,
    firstEdge: Uint32Array.from({ length: links + 2 }, (_, at) => at),
    edgeLink: Uint32Array.from({ length: links + 1 }, (_, at) => ((at === links ? 1 : at + 1) << 4) | 2),
  }
  const { task, pauses } = restlessTask()
  const { essential } = await graphOf(drawn)
  const page = new BitSet(links + 1)
  page.bytes.fill(0xff)
  const found = await stronglyConnected(snapshot, { ...essential, page }, null, task)
  expect([...found.first]).toEqual([0, length])
  expect(pauses()).toBeGreaterThan(10)
})

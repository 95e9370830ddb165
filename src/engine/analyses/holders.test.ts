import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildSnapshot, type HeapSpec } from '../testing/heap-builder.ts'
import { essentialEdges } from '../testing/oracles.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { holdersOf } from './holders.ts'

/** Every edge that keeps one of the nodes alive, counted by what starts it. */
function naiveHolders(spec: HeapSpec, classOf: (node: number) => string, nodes: ReadonlySet<number>) {
  const keeps = essentialEdges(spec)
  const sums = new Map<string, { references: number; holders: Set<number> }>()
  spec.edges.forEach(({ from, to, type, name }, i) => {
    if (!keeps[i] || !nodes.has(to)) return
    const isEntry = type === 'internal' && /^\d+$/.test(String(name))
    const indexed = type === 'hidden' ? '(internal)' : '[]'
    const edge = typeof name === 'number' ? indexed : isEntry ? '(entry)' : name
    const key = `${classOf(from)} ${type} ${edge}`
    const sum = sums.get(key) ?? { references: 0, holders: new Set() }
    sums.set(key, sum)
    sum.references++
    sum.holders.add(from)
  })
  return Object.fromEntries([...sums].map(([key, sum]) => [key, [sum.references, sum.holders.size]]))
}

test('holders are all that keep one of the nodes alive, by class and name of edge', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(10), fc.array(fc.nat({ max: 9 })), async (spec, picked) => {
      const nodes = [...new Set(picked)].filter((node) => node < spec.nodes.length).toSorted((a, b) => a - b)
      const heap = await completeHeapOf(buildSnapshot(spec))
      const rows = await holdersOf(heap, heap.ready.retainers, Uint32Array.from(nodes), quietTask())
      const classOf = (node: number): string => heap.table.classes[heap.table.classOf[node]!]!.name
      expect(
        Object.fromEntries(
          rows.map((row) => [`${row.className} ${row.edgeType} ${row.edge}`, [row.references, row.holders]]),
        ),
      ).toEqual(naiveHolders(spec, classOf, new Set(nodes)))
      const counts = rows.map((row) => row.references)
      expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    }),
    { numRuns: 500 },
  )
})

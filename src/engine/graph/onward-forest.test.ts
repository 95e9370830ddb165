import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BitSet } from '../base/bit-set.ts'
import { linkTarget } from '../model/links.ts'
import { graphOf } from '../testing/analyzed.ts'
import { buildSnapshot, type HeapSpec } from '../testing/heap-builder.ts'
import { essentialEdges } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { onwardForest } from './onward-forest.ts'

/** By node: how many steps it is away from the starts. */
function distances(spec: HeapSpec, starts: ReadonlySet<number>, walls: ReadonlySet<number>) {
  const marks = essentialEdges(spec)
  const found = new Map([...starts].map((start) => [start, 0]))
  let references = 0
  for (const [node, distance] of found) {
    if (distance > 0 && walls.has(node)) continue
    spec.edges.forEach(({ from, to }, i) => {
      if (from !== node || !marks[i]) return
      references++
      if (!found.has(to)) found.set(to, distance + 1)
    })
  }
  return { found, references }
}

test('in random heaps each node that is reached has one place, as few steps below a start as can be', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(24), fc.nat({ max: 4 }), fc.nat({ max: 6 }), async (spec, some, barred) => {
      const graph = await graphOf(buildSnapshot(spec))
      const { firstEdge, edgeLink } = graph.snapshot
      const all = Uint32Array.from(spec.nodes.keys())
      const starts = all.filter((node) => node % (some + 1) === 0)
      const wallNodes = new Set([...all].filter((node) => node % (barred + 2) === 1))
      const walls = new BitSet(all.length)
      for (const node of wallNodes) walls.add(node)
      const { forest, further } = await onwardForest(graph, starts, walls, quietTask())
      const { found, references } = distances(spec, new Set(starts), wallNodes)
      expect([...forest.node].toSorted((a, b) => a - b)).toEqual([...found.keys()].toSorted((a, b) => a - b))
      expect(forest.count - forest.tops + further).toBe(references)
      const below = new Map<number, { count: number; bytes: number }>()
      for (let place = forest.count - 1; place >= 0; place--) {
        const own = below.get(place) ?? { count: 0, bytes: 0 }
        own.count++
        own.bytes += graph.shallowSize[forest.node[place]!]!
        expect([forest.paths[place], forest.bytes[place]]).toEqual([own.count, own.bytes])
        if (place < forest.tops) continue
        const [source, edge] = [forest.node[forest.above[place]!]!, forest.edge[place]!]
        expect(edge).toBeGreaterThanOrEqual(firstEdge[source]!)
        expect(edge).toBeLessThan(firstEdge[source + 1]!)
        expect(linkTarget(edgeLink[edge]!)).toBe(forest.node[place])
        expect(found.get(forest.node[place]!)).toBe(found.get(source)! + 1)
        const parent = below.get(forest.above[place]!) ?? { count: 0, bytes: 0 }
        below.set(forest.above[place]!, { count: parent.count + own.count, bytes: parent.bytes + own.bytes })
      }
    }),
  )
})

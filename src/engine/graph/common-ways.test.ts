import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkTarget } from '../model/links.ts'
import { graphOf } from '../testing/analyzed.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomRemoval } from '../testing/random-removal.ts'
import { commonWays } from './common-ways.ts'
import { Remaining } from './remaining.ts'
import { pathAround } from './root-path.ts'

test('in random heaps, something taken out, those nodes lie on all ways without which none of the ends is reached', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomRemoval(24),
      fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
      async ({ spec, nodes, cut, removal }, chosen) => {
        const graph = await graphOf(buildSnapshot(spec))
        const marks = essentialEdges(spec)
        const left = spec.edges.filter(
          ({ from, to }, i) => marks[i] && !cut.has(i) && !nodes.has(from) && !nodes.has(to),
        )
        const live = nodes.has(spec.root) ? new Set<number>() : reachedFrom([spec.root], left)
        const ends = [...new Set(chosen.map((at) => at % spec.nodes.length))].filter(
          (node) => live.has(node) && node !== spec.root,
        )
        if (ends.length === 0) return
        const remaining = new Remaining(graph, removal)
        const path = await pathAround(remaining, graph.retainers, ends[0]!, quietTask())
        const way = path.map((edge) => linkTarget(graph.snapshot.edgeLink[edge]!))
        const found = await commonWays(remaining, way, Uint32Array.from(ends), quietTask())
        const expected = spec.nodes.flatMap((_, node) => {
          if (node === spec.root || nodes.has(node)) return []
          const without = reachedFrom(
            [spec.root],
            left.filter(({ from, to }) => from !== node && to !== node),
          )
          return ends.some((end) => end !== node && without.has(end)) ? [] : [node]
        })
        expect([...found].toSorted((a, b) => a - b)).toEqual(expected)
      },
    ),
    { numRuns: 1000, seed: 101 },
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Detachedness, NodeType } from '../../model/kinds.ts'
import { completeHeapOf } from '../../testing/complete-heap.ts'
import { buildSnapshot, type HeapSpec } from '../../testing/heap-builder.ts'
import { reachedFrom } from '../../testing/oracles.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { detachedTrees } from './detached-trees.ts'

/** A root that leads to some of up to 16 nodes, most of them detached, with few edges between them. */
const thicket: fc.Arbitrary<HeapSpec> = fc
  .array(fc.constantFrom('detached', 'detached', 'detached', 'attached', 'object'), { maxLength: 16 })
  .chain((kinds) => {
    const any = fc.nat({ max: kinds.length })
    const edge = fc
      .tuple(any, any, fc.constantFrom('property', 'property', 'internal', 'weak'))
      .map(([from, to, type]) => ({ from, to, type, name: 'a' }))
    return fc.array(edge, { maxLength: kinds.length }).map((edges) => ({
      root: 0,
      nodes: [
        { type: 'synthetic', name: '', id: 1, selfSize: 0, detachedness: 0 },
        ...kinds.map((kind, i) => ({
          type: kind === 'object' ? 'object' : 'native',
          name: 'A',
          id: 2 * i + 3,
          selfSize: 1,
          detachedness: ['object', 'attached', 'detached'].indexOf(kind),
        })),
      ],
      edges,
    }))
  })

test('in random heaps detached native nodes that are connected are one tree, and each is in one', async () => {
  await fc.assert(
    fc.asyncProperty(thicket, async (spec) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const isDetached = (node: number): boolean =>
        heap.detachedness[node] === Detachedness.detached && heap.snapshot.nodeType[node] === NodeType.native
      const nodes = [...spec.nodes.keys()].filter(isDetached)
      const links = spec.edges.filter(
        ({ type, from, to }) => type !== 'weak' && isDetached(from) && isDetached(to),
      )
      const bothWays = [...links, ...links.map((edge) => ({ ...edge, from: edge.to, to: edge.from }))]
      const trees = new Set(nodes.map((node) => Math.min(...reachedFrom([node], bothWays))))

      const held = await detachedTrees(heap, quietTask())
      expect(held.count.reduce((sum, count) => sum + count, 0)).toBe(trees.size)
      expect(held.nodes.toSorted((a, b) => a - b)).toEqual(nodes)
    }),
    { numRuns: 1000 },
  )
})

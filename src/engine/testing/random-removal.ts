import fc from 'fast-check'
import type { Removal } from '../graph/remaining.ts'
import type { HeapSpec } from './heap-builder.ts'
import { randomHeap } from './random-heap.ts'

/** A random heap with something to take out of it. */
export interface HeapWithRemoval {
  readonly spec: HeapSpec
  readonly nodes: ReadonlySet<number>
  /** Places in `spec.edges`. */
  readonly cut: ReadonlySet<number>
  /** The same for the engine, whose edges are sorted by source. */
  readonly removal: Removal
}

/** Random heaps with some nodes, seldom the root, and some edges to take out; maybe none. */
export function randomRemoval(maxNodes = 16, maxCut = 4): fc.Arbitrary<HeapWithRemoval> {
  return fc
    .tuple(
      randomHeap(maxNodes),
      fc.array(fc.nat(), { maxLength: 4 }),
      fc.array(fc.nat(), { maxLength: maxCut }),
      fc.nat({ max: 9 }),
    )
    .map(([spec, nodes, edges, rootToo]) => {
      const chosen = nodes.map((at) => at % spec.nodes.length)
      const removed = sorted(rootToo === 0 ? chosen : chosen.filter((node) => node !== spec.root))
      const cut = sorted(spec.edges.length === 0 ? [] : edges.map((at) => at % spec.edges.length))
      return {
        spec,
        nodes: new Set(removed),
        cut: new Set(cut),
        removal: {
          nodes: Uint32Array.from(removed),
          edges: Uint32Array.from(cut, (at) => edgeNumber(spec, at)).sort(),
        },
      }
    })
}

function sorted(values: readonly number[]): number[] {
  return [...new Set(values)].toSorted((a, b) => a - b)
}

/** The index that the edge at a place of `spec.edges` gets in the snapshot. */
export function edgeNumber({ edges }: HeapSpec, at: number): number {
  const { from } = edges[at]!
  return edges.filter((edge, other) => edge.from < from || (edge.from === from && other < at)).length
}

import fc from 'fast-check'
import type { CompleteHeap } from '../analyses/heap.ts'
import { buildSnapshot, type HeapSpec } from './heap-builder.ts'
import { completeHeapOf } from './complete-heap.ts'
import { randomHeap } from './random-heap.ts'

export interface HeapPair {
  readonly base: CompleteHeap
  readonly target: CompleteHeap
}

/**
 * Two random heaps of one process: nodes keep their ids, and some are in one of the two alone, others change their size or
 * class. The order of the files has nothing to do with each other.
 */
export function heapPair(maxNodes = 14): fc.Arbitrary<readonly [base: HeapSpec, target: HeapSpec]> {
  return fc
    .tuple(randomHeap(maxNodes), fc.infiniteStream(fc.nat({ max: 9 })), fc.infiniteStream(fc.nat({ max: 9 })))
    .map(([spec, first, second]) => [partOf(spec, first), turnedRound(partOf(spec, second))] as const)
}

/** Both as complete heaps. */
export async function heapsOf([base, target]: readonly [HeapSpec, HeapSpec]): Promise<HeapPair> {
  return {
    base: await completeHeapOf(buildSnapshot(base)),
    target: await completeHeapOf(buildSnapshot(target)),
  }
}

/** Leaves nodes out and changes others, as the numbers say. The root stays. */
function partOf(spec: HeapSpec, numbers: Iterator<number>): HeapSpec {
  const next = (): number => Number(numbers.next().value)
  const kept: number[] = []
  const nodes = spec.nodes.flatMap((node, index) => {
    const what = next()
    if (index !== spec.root && what < 3) return []
    kept.push(index)
    const withId = { ...node, id: node.id ?? 2 * index + 1 }
    if (what === 3) return [{ ...withId, selfSize: (node.selfSize ?? 0) + 8 }]
    return [what === 4 && node.type === 'object' ? { ...withId, name: 'Other' } : withId]
  })
  return { ...renumbered(spec, kept), nodes, root: kept.indexOf(spec.root ?? 0) }
}

/** The same heap with its nodes in the opposite order. */
function turnedRound(spec: HeapSpec): HeapSpec {
  const order = spec.nodes.map((_, index) => index).toReversed()
  return {
    ...renumbered(spec, order),
    nodes: order.map((index) => spec.nodes[index]!),
    root: order.indexOf(spec.root ?? 0),
  }
}

/** The edges between those nodes that are kept, whose places are their new numbers. */
function renumbered(spec: HeapSpec, kept: readonly number[]): HeapSpec {
  const place = new Map(kept.map((index, at) => [index, at]))
  const edges = spec.edges.flatMap((edge) => {
    const from = place.get(edge.from)
    const to = place.get(edge.to)
    return from === undefined || to === undefined ? [] : [{ ...edge, from, to }]
  })
  return { ...spec, edges }
}

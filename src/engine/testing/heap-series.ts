import fc from 'fast-check'
import type { CompleteHeap } from '../analyses/heap.ts'
import { digestOf } from '../analyses/digest.ts'
import type { Task } from '../base/task.ts'
import { RecentMap } from '../base/recent-map.ts'
import { besideBase } from '../beside.ts'
import type { Comparison } from '../model/digest.ts'
import type { WholeHeap } from '../analyses/heap.ts'
import { Asked } from '../questions/asked.ts'
import { SharedWork } from '../questions/shared-work.ts'
import { QUIET_HOST } from './captures.ts'
import { completeHeapOf } from './complete-heap.ts'
import { buildSnapshot, type HeapSpec } from './heap-builder.ts'
import { quietTask } from './quiet-task.ts'
import { randomHeap } from './random-heap.ts'

/** Random heaps of one process: each has the root and some of the nodes, under the same ids, of one larger heap. */
export function randomSeries(captures: number, maxNodes = 14): fc.Arbitrary<readonly HeapSpec[]> {
  return randomHeap(maxNodes).chain((whole) =>
    fc
      .array(fc.array(fc.boolean(), { minLength: whole.nodes.length, maxLength: whole.nodes.length }), {
        minLength: captures,
        maxLength: captures,
      })
      .map((sets) => sets.map((set) => partOf(whole, (node) => node === whole.root || set[node]!))),
  )
}

/** What of a heap is left with some of its nodes. */
function partOf({ root, nodes, edges }: HeapSpec, has: (node: number) => boolean): HeapSpec {
  const kept = nodes.map((_, node) => node).filter(has)
  return inOrder({ root, nodes, edges: edges.filter(({ from, to }) => has(from) && has(to)) }, kept)
}

/** The same heap with its nodes in another order. @param order node indexes; what is not in it is left out */
export function inOrder({ root, nodes, edges }: HeapSpec, order: readonly number[]): HeapSpec {
  const place = new Map(order.map((node, at) => [node, at]))
  return {
    root: place.get(root)!,
    nodes: order.map((node) => nodes[node]!),
    edges: edges.map((edge) => ({ ...edge, from: place.get(edge.from)!, to: place.get(edge.to)! })),
  }
}

/** The last of several heaps beside the earlier ones, by id. */
export interface OpenSeries {
  readonly heap: WholeHeap
  readonly earlier: readonly CompleteHeap[]
  /** Of the earlier ones. */
  readonly keys: readonly string[]
  readonly asked: Asked
}

/** Puts the last heap beside each one before. */
export async function openSpecs(specs: readonly HeapSpec[]): Promise<OpenSeries> {
  const heaps: WholeHeap[] = []
  for (const spec of specs) heaps.push(await completeHeapOf(buildSnapshot(spec)))
  const heap = heaps.at(-1)!
  const earlier = heaps.slice(0, -1)
  const beside = new Map<string, Comparison>()
  for (const [i, base] of earlier.entries()) {
    const source = { digest: (paths: boolean) => digestOf(base, '', { paths }, quietTask()) }
    const own = (paths: boolean, task: Task) => digestOf(heap, '', { paths }, task)
    beside.set(String(i), (await besideBase(own, source, 'id', QUIET_HOST)).comparison)
  }
  const memory = {
    shared: new SharedWork(),
    orders: new RecentMap<Uint32Array>(4),
    sets: new RecentMap<Uint32Array>(4),
  }
  return { heap, earlier, keys: [...beside.keys()], asked: new Asked(heap, memory, QUIET_HOST, beside) }
}

import type { Task } from '../base/task.ts'
import { FirstEdges, NO_EDGE } from '../graph/first-edges.ts'
import { inSlices } from '../graph/in-slices.ts'
import { stringsWithText } from '../graph/same-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import type { WholeHeap } from './heap.ts'
import { NODES_BY_TYPE } from './nodes-by-type.ts'

/** A block of memory and what still shows it. */
export interface ViewedBuffer {
  /** Its `ArrayBuffer`, and the node of its bytes. */
  readonly buffer: number
  readonly store: number
  /** Typed arrays, DataViews and Buffers that show it or a part of it, ascending. */
  readonly views: readonly number[]
}

/** How Node's module for Buffers calls the block it cuts from. */
const POOL = 'allocPool'
const EDGES = ['map', 'backing_store', 'buffer'] as const
/** Less is no large buffer. Bytes. */
const LARGE = 4096

/**
 * The used-up pools of Node's Buffers that still live: buffers of the size and the hidden class of the one that Node cuts
 * from now, which no others have, since Node marks them. None where the heap is not Node's. O(nodes + strings).
 */
export async function findBufferPools(heap: WholeHeap, task: Task): Promise<ViewedBuffer[]> {
  const { snapshot } = heap
  const { nodeCount, nodeType, selfSize } = snapshot
  task.begin('answer', 2 * nodeCount)
  const [poolNames, ...names] = await stringsWithText(snapshot.strings, [POOL, ...EDGES], task)
  const found: ViewedBuffer[] = []
  if (poolNames!.size === 0) return found
  const poolOf = new FirstEdges(snapshot, EdgeType.context, poolNames!)
  const [mapOf, storeOf, bufferOf] = names.map((set) => new FirstEdges(snapshot, EdgeType.internal, set))
  let current = NO_EDGE
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to && current === NO_EDGE; node++) current = poolOf.target(node)
  })
  if (current === NO_EDGE || storeOf!.target(current) === NO_EDGE) return found
  const map = mapOf!.target(current)
  const size = selfSize[storeOf!.target(current)]!
  const { first, source } = heap.ready.retainers
  await inSlices(task, first[map + 1]! - first[map]!, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = source[first[map]! + i]! >>> 1
      if (node === current || nodeType[node] !== NodeType.object || mapOf!.target(node) !== map) continue
      const store = storeOf!.target(node)
      if (store !== NO_EDGE && selfSize[store] === size) {
        found.push({ buffer: node, store, views: viewsOf(heap, node, bufferOf!) })
      }
    }
  })
  task.end()
  return found
}

/** The large buffers that nothing but their views keeps alive. O(nodes + strings). */
export async function findLargeBuffers(heap: WholeHeap, task: Task): Promise<ViewedBuffer[]> {
  const { snapshot, ready } = heap
  const { nodeType, nodeCount, selfSize } = snapshot
  const { first, source } = ready.retainers
  const stores = (await NODES_BY_TYPE.of(heap, task)).of(NodeType.native)
  task.begin('answer', 2 * nodeCount)
  const names = await stringsWithText(snapshot.strings, ['backing_store', 'buffer'], task)
  const [storeOf, bufferOf] = names.map((set) => new FirstEdges(snapshot, EdgeType.internal, set))
  const found: ViewedBuffer[] = []
  const lookAt = (node: number, store: number): void => {
    if (nodeType[node] !== NodeType.object || storeOf!.target(node) !== store) return
    const holders = source.subarray(first[node], first[node + 1])
    const isKeptByViews = holders.every(
      (entry) => (entry & 1) === 0 || bufferOf!.target(entry >>> 1) === node,
    )
    if (isKeptByViews) found.push({ buffer: node, store, views: viewsOf(heap, node, bufferOf!) })
  }
  await inSlices(task, stores.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const store = stores[i]!
      if (selfSize[store]! < LARGE) continue
      for (let at = first[store]!; at < first[store + 1]!; at++) lookAt(source[at]! >>> 1, store)
    }
  })
  task.end()
  return found.sort((a, b) => a.buffer - b.buffer)
}

function viewsOf({ ready }: WholeHeap, buffer: number, bufferOf: FirstEdges): number[] {
  const { first, source } = ready.retainers
  const views: number[] = []
  for (let i = first[buffer]!; i < first[buffer + 1]!; i++) {
    if (bufferOf.target(source[i]! >>> 1) === buffer) views.push(source[i]! >>> 1)
  }
  return views.sort((a, b) => a - b)
}

import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { sumOf } from '../graph/mark.ts'
import { reachableFrom } from '../graph/reachable.ts'
import { NodeType } from '../model/kinds.ts'
import type { Sum } from '../model/retainer-rows.ts'
import { findMachinery } from './cycles/machinery.ts'
import { Derived } from './derived.ts'
import type { CompleteHeap } from './heap.ts'
import { textTest } from '../graph/text-test.ts'

/** What deep sizes stop at: the machinery of cycles, and of Python functions, methods and frames too. Worked out once. */
export const WALLS = new Derived(findWalls)

async function findWalls(heap: CompleteHeap, task: Task): Promise<BitSet> {
  const { snapshot } = heap
  const { nodeCount, nodeType, python, strings } = snapshot
  const machinery = await findMachinery(heap, task)
  if (!python) return machinery
  const walls = new BitSet(nodeCount, machinery.bytes.slice())
  const isFrame = textTest(strings, new Set(['frame']))
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (nodeType[node] === NodeType.closure || isFrame(python.className[node]!)) walls.add(node)
    }
  })
  return walls
}

/**
 * Everything that some objects lead to, themselves included, each object counted once: exactly. Weak references are not
 * followed, nor is what `WALLS` bars entered: in Python modules, classes, functions, code, frames and the dictionaries of
 * modules and classes. What others hold too is counted, unlike in retained sizes.
 * O(what is reached), after O(nodes) once.
 */
export async function deepSize(heap: CompleteHeap, nodes: ArrayLike<number>, task: Task): Promise<Sum> {
  const { snapshot, ready } = heap
  // How long that takes is not known.
  task.begin('answer', 0)
  const walls = await WALLS.of(heap, task)
  // How many of all objects are reached: most walks end before they are all.
  task.begin('answer', snapshot.nodeCount)
  const reached = await reachableFrom(snapshot, ready.graph.essential, nodes, walls, task)
  const { count, bytes } = sumOf(heap, reached)
  task.end()
  return { count, bytes }
}

import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { Derived } from '../derived.ts'
import type { CompleteHeap } from '../heap.ts'
import { NODES_BY_CLASS } from '../nodes-by-class.ts'

/** What is known of the objects of each class together, so that it need not be asked of each of them. By class. */
export interface ClassTraits {
  /** The bits of `PythonFlag` that any of its objects has. */
  readonly flags: Uint8Array
  /** Bit t where one of its objects is of type t of `NodeType`. */
  readonly types: Uint32Array
}

/** O(nodes). */
export const CLASS_TRAITS = new Derived<ClassTraits>(async ({ snapshot, table }, task) => {
  const { nodeCount, nodeType } = snapshot
  const { flags } = snapshot.python!
  const { classOf, classes } = table
  const traits = { flags: new Uint8Array(classes.length), types: new Uint32Array(classes.length) }
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const index = classOf[node]!
      traits.flags[index]! |= flags[node]!
      traits.types[index]! |= 1 << nodeType[node]!
    }
  })
  return traits
})

/** The nodes of one type, ascending. O(nodes of classes that have any), once they are known by class. */
export async function nodesOfType(heap: CompleteHeap, type: number, task: Task): Promise<Uint32Array> {
  const { nodeType } = heap.snapshot
  const traits = await CLASS_TRAITS.of(heap, task)
  const byClass = await NODES_BY_CLASS.of(heap, task)
  const nodes = byClass.among((_, index) => hasType(traits, index, type))
  return nodes.filter((node) => nodeType[node] === type)
}

/** Whether a class has objects of a type. */
export function hasType({ types }: ClassTraits, index: number, type: number): boolean {
  return ((types[index]! >>> type) & 1) === 1
}

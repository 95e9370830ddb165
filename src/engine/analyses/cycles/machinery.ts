import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { NodeType } from '../../model/kinds.ts'
import type { CompleteHeap } from '../heap.ts'
import { kindOfType } from '../kinds.ts'
import { NAMESPACES } from '../python/namespaces.ts'

/**
 * What every program ties together, so that one component would swallow most of it. In Python: modules, classes, the
 * dictionaries of both, and code. In V8: functions, code and the engine's internals. O(nodes + edges of what may hold
 * such dictionaries).
 */
export async function findMachinery(heap: CompleteHeap, task: Task): Promise<BitSet> {
  const { snapshot, table } = heap
  const { nodeCount, nodeType, nodeTypeNames } = snapshot
  const namespaces = snapshot.python ? await NAMESPACES.of(heap, task) : null
  const found = new BitSet(nodeCount)
  if (namespaces) {
    const { modules, classes, dictionaries } = namespaces
    for (let i = 0; i < found.bytes.length; i++) {
      found.bytes[i] = modules.bytes[i]! | classes.bytes[i]! | dictionaries.bytes[i]!
    }
  }
  const isLeftOut = nodeTypeNames.map((_, type) =>
    namespaces
      ? type === NodeType.code || type === NodeType.synthetic
      : ['closure', 'code', 'system', 'root'].includes(kindOfType(type)),
  )
  const isInternal = table.classes.map(({ name }) => !namespaces && name.startsWith('system / '))
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (isLeftOut[nodeType[node]!] || isInternal[table.classOf[node]!]) found.add(node)
    }
  })
  return found
}

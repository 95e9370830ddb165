import { inSlices } from '../../graph/in-slices.ts'
import { Derived } from '../derived.ts'

/** By class: the bits of `PythonFlag` that any of its objects has. O(nodes). */
export const CLASS_FLAG_BITS = new Derived(async ({ snapshot, table }, task) => {
  const { flags } = snapshot.python!
  const { classOf, classes } = table
  const bits = new Uint8Array(classes.length)
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) bits[classOf[node]!]! |= flags[node]!
  })
  return bits
})

import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { NO_NODE } from '../model/digest.ts'

/**
 * Which objects of the last of several captures came after the first one and stayed: those that are in none of the first,
 * and in one at least between the first and the last. What is in the last alone is too young to tell.
 * O(nodes × captures).
 * @param counterparts of each earlier capture in their order, at least two: by node of the last, the same object there or
 * `NO_NODE`
 * @returns by node: the number of the first capture it is in, counting from 0; 0 for all that did not come so
 */
export async function cameAndStayed(counterparts: readonly Uint32Array[], task: Task): Promise<Uint16Array> {
  const [first, ...between] = counterparts
  const nodes = first!.length
  const came = new Uint16Array(nodes)
  task.begin('answer', nodes)
  await inSlices(task, nodes, (from, to) => {
    for (let node = from; node < to; node++) {
      if (first![node] !== NO_NODE) continue
      came[node] = 1 + between.findIndex((there) => there[node] !== NO_NODE)
    }
  })
  task.end()
  return came
}

import { PairNumbers, type Pairs } from '../base/pair-numbers.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'

/** Numbers for entries of two heaps, from 0 to `count - 1`: equal entries have equal numbers. */
export interface CommonNumbers {
  readonly inBase: Uint32Array
  /** `NO_NUMBER` for entries that the base has not. */
  readonly inTarget: Uint32Array
  readonly count: number
}

/** Numbers the pairs of two heaps together. O(pairs); 14 to 20 bytes a pair of the base meanwhile. */
export async function commonNumbers(base: Pairs, target: Pairs, task: Task): Promise<CommonNumbers> {
  const numbers = new PairNumbers(base.first.length)
  const inBase = new Uint32Array(base.first.length)
  await inSlices(task, inBase.length, (from, to) => {
    for (let i = from; i < to; i++) inBase[i] = numbers.add(base.first[i]!, base.second[i]!)
  })
  const inTarget = new Uint32Array(target.first.length)
  await inSlices(task, inTarget.length, (from, to) => {
    for (let i = from; i < to; i++) inTarget[i] = numbers.find(target.first[i]!, target.second[i]!)
  })
  return { inBase, inTarget, count: numbers.count }
}

import { NO_NUMBER, PairNumbers, type Pairs } from '../base/pair-numbers.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'

/**
 * Finds the pairs of one heap among those of another, in neither of which two are equal. Heaps that are compared have
 * much in common, and have it in one order, so that most pairs follow the one found last; the others are looked up.
 * O(pairs of both); 14 to 20 bytes a pair of the base meanwhile.
 * @returns by pair of the target: the equal one in the base, or `NO_NUMBER`
 */
export async function samePairs(base: Pairs, { first, second }: Pairs, task: Task): Promise<Uint32Array> {
  const numbers = new PairNumbers(base.first.length)
  await inSlices(task, base.first.length, (from, to) => {
    for (let i = from; i < to; i++) numbers.add(base.first[i]!, base.second[i]!)
  })
  const inBase = new Uint32Array(first.length)
  let next = 0
  await inSlices(task, inBase.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const follows = base.first[next] === first[i] && base.second[next] === second[i]
      const found = follows ? next : numbers.find(first[i]!, second[i]!)
      inBase[i] = found
      if (found !== NO_NUMBER) next = found + 1
    }
  })
  return inBase
}

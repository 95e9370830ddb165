import { grown } from './columns.ts'
import { PairNumbers } from './pair-numbers.ts'

/** Pairs of a branch that are looked for one after the other; more have to be hashed. */
const IN_A_ROW = 8

/**
 * Numbers distinct pairs like `PairNumbers`, of which each belongs to one branch. Where branches are asked for that were
 * asked for close before, and have few pairs each, finding them takes less waiting for memory than a hash table does.
 */
export class BranchNumbers {
  readonly numbers: PairNumbers
  /** By branch: its first pair plus one, or 0. */
  #first: Uint32Array
  /** By pair: the next one of its branch plus one, or 0. */
  #next: Uint32Array

  /**
   * @param room for how many pairs and branches there is room at first
   * @param shared whether other threads should see the pairs
   */
  constructor(room: number, shared = false) {
    this.numbers = new PairNumbers(room, 0, shared)
    this.#first = new Uint32Array(room + 1)
    this.#next = new Uint32Array(room + 1)
  }

  /** The number of a pair, a new one if it was not seen before. A pair always comes with one branch. Amortised O(1). */
  add(branch: number, first: number, second: number): number {
    const pairs = this.numbers
    const { firsts, seconds } = pairs
    const a = first >>> 0
    const b = second >>> 0
    if (branch >= this.#first.length) this.#first = grown(this.#first, 2 * branch)
    let last = 0
    let known = this.#first[branch]!
    for (let steps = 0; known !== 0; steps++) {
      // Pairs of a branch have more often their first number in common.
      if (seconds[known - 1] === b && firsts[known - 1] === a) return known - 1
      if (steps === IN_A_ROW) return pairs.add(first, second)
      last = known
      known = this.#next[last - 1]!
    }
    const number = pairs.append(first, second)
    if (number >= this.#next.length) this.#next = grown(this.#next, 2 * number)
    if (last === 0) this.#first[branch] = number + 1
    else this.#next[last - 1] = number + 1
    return number
  }
}

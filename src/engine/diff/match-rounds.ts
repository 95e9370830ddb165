import { BitSet } from '../base/bit-set.ts'
import { NO_NUMBER } from '../base/pair-numbers.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { PathKeys } from '../model/digest.ts'
import type { Matches } from './match-keys.ts'

/** Numbers for the keys of two heaps, below `count`: keys that are the same in both have the same number. */
export interface KeyNumbers {
  /** By key of the base. */
  readonly inBase: Uint32Array
  /** By key of the target; `NO_NUMBER` for those that the base has not. */
  readonly inTarget: Uint32Array
  readonly count: number
}

/** By key. */
export interface WaitingKeys {
  readonly inBase: BitSet
  readonly inTarget: BitSet
}

type Keyed = Pick<PathKeys, 'order' | 'key'>

/**
 * Matches nodes whose keys have the same number, of several with one number the first with the first, the second with the
 * second and so on, in the orders of their heaps; round after round, each of what the ones before left.
 */
export class MatchRounds {
  readonly #base: Keyed
  readonly #target: Keyed
  readonly #matches: Matches
  /** By place: what is matched. */
  readonly #doneInBase: BitSet
  readonly #doneInTarget: BitSet
  /** By place in the base: the next of its number plus one, or 0. */
  readonly #next: Uint32Array
  #done = 0

  constructor(base: Keyed, target: Keyed, matches: Matches) {
    this.#base = base
    this.#target = target
    this.#matches = matches
    this.#doneInBase = new BitSet(base.order.length)
    this.#doneInTarget = new BitSet(target.order.length)
    this.#next = new Uint32Array(base.order.length)
  }

  /** Whether nothing is left in one of the heaps. */
  get isOver(): boolean {
    return this.#done === Math.min(this.#base.order.length, this.#target.order.length)
  }

  /** The keys of nodes that are left, in each heap. O(nodes of both). */
  async waitingKeys(keysInBase: number, keysInTarget: number, task: Task): Promise<WaitingKeys> {
    return {
      inBase: await waitingOf(this.#base, this.#doneInBase, keysInBase, task),
      inTarget: await waitingOf(this.#target, this.#doneInTarget, keysInTarget, task),
    }
  }

  /** @param numbers of the keys of nodes that are left. O(nodes of both) */
  async run(numbers: KeyNumbers, task: Task): Promise<void> {
    /** By number: the place of the first node in the base that waits plus one, or 0. */
    const first = new Uint32Array(numbers.count)
    const nodes = this.#base.order.length
    await inSlices(task, nodes, (from, to) => this.#queueUp(first, numbers.inBase, nodes - to, nodes - from))
    await inSlices(
      task,
      this.#target.order.length,
      (from, to) => this.#take(first, numbers.inTarget, from, to),
      nodes,
    )
  }

  /** The last first, so that the first of one number is in front. */
  #queueUp(first: Uint32Array, numbers: Uint32Array, from: number, to: number): void {
    const { key } = this.#base
    const next = this.#next
    const done = this.#doneInBase
    for (let place = to - 1; place >= from; place--) {
      if (done.has(place)) continue
      const number = numbers[key[place]!]!
      next[place] = first[number]!
      first[number] = place + 1
    }
  }

  #take(first: Uint32Array, numbers: Uint32Array, from: number, to: number): void {
    const { key } = this.#target
    const next = this.#next
    const done = this.#doneInTarget
    for (let place = from; place < to; place++) {
      if (done.has(place)) continue
      const number = numbers[key[place]!]!
      const found = number === NO_NUMBER ? 0 : first[number]!
      if (found === 0) continue
      first[number] = next[found - 1]!
      this.#match(found - 1, place)
    }
  }

  #match(inBase: number, inTarget: number): void {
    const there = this.#base.order[inBase]!
    const here = this.#target.order[inTarget]!
    this.#matches.inBase[here] = there
    this.#matches.inTarget[there] = here
    this.#doneInBase.add(inBase)
    this.#doneInTarget.add(inTarget)
    this.#done++
  }
}

async function waitingOf({ key }: Keyed, done: BitSet, keys: number, task: Task): Promise<BitSet> {
  const waiting = new BitSet(keys)
  await inSlices(task, key.length, (from, to) => {
    for (let place = from; place < to; place++) if (!done.has(place)) waiting.add(key[place]!)
  })
  return waiting
}

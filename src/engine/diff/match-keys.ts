import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { NO_NODE } from '../model/digest.ts'

/** Slots for each node, at least. */
const LEAST_ROOM = 1.5
/** 2^32 divided by the golden ratio, odd. */
const SPREAD = 0x9e37_79b1

/** A key of up to 64 bits for each node. */
export interface Keys {
  readonly low: Uint32Array
  /** Null where all of its bits are 0. */
  readonly high: Uint32Array | null
}

/** Which nodes have found each other so far: of each heap, by node, the one in the other or `NO_NODE`. */
export interface Matches {
  readonly inBase: Uint32Array
  readonly inTarget: Uint32Array
}

export function noMatches(base: number, target: number): Matches {
  return { inBase: new Uint32Array(target).fill(NO_NODE), inTarget: new Uint32Array(base).fill(NO_NODE) }
}

/**
 * Matches nodes without a match that have the same key; of several with one key the first with the first, the second
 * with the second and so on, in the order of the nodes. O(nodes of both); 12 bytes a node of the base meanwhile.
 */
export async function matchKeys(
  base: Keys,
  target: Keys,
  { inBase, inTarget }: Matches,
  task: Task,
): Promise<void> {
  const waiting = new WaitingNodes(base, inTarget)
  const last = inTarget.length - 1
  // The last first, so that the first of one key is in front.
  await inSlices(task, inTarget.length, (from, to) => {
    for (let i = from; i < to; i++) {
      if (inTarget[last - i] === NO_NODE) waiting.add(last - i)
    }
  })
  const take = (from: number, to: number): void => {
    for (let node = from; node < to; node++) {
      if (inBase[node] !== NO_NODE) continue
      const found = waiting.take(target, node)
      if (found === NO_NODE) continue
      inBase[node] = found
      inTarget[found] = node
    }
  }
  await inSlices(task, inBase.length, take, inTarget.length)
}

/** The base's nodes by key: a hash table with open addressing in which nodes of one key are chained. */
class WaitingNodes {
  readonly #keys: Keys
  readonly #matches: Uint32Array
  /** Leaves as many bits of 32 as it takes to number the slots. */
  readonly #shift: number
  /** The first waiting node of a key plus one; the last one stays when it has found its match. 0 is empty. */
  readonly #slots: Uint32Array
  /** By node: the next of its key plus one, or 0. */
  readonly #next: Uint32Array

  /** @param matches of the base: tells which nodes do not wait any more */
  constructor(keys: Keys, matches: Uint32Array) {
    const nodes = keys.low.length
    const bits = Math.ceil(Math.log2(Math.max(16, nodes * LEAST_ROOM)))
    this.#keys = keys
    this.#matches = matches
    this.#shift = 32 - bits
    this.#slots = new Uint32Array(2 ** bits)
    this.#next = new Uint32Array(nodes)
  }

  /** Puts a node in front of those with its key. */
  add(node: number): void {
    const slot = this.#slotOf(this.#keys, node)
    this.#next[node] = this.#slots[slot]!
    this.#slots[slot] = node + 1
  }

  /** The first waiting node with the key of a node of the other heap, which waits no longer, or `NO_NODE`. */
  take(keys: Keys, of: number): number {
    const slot = this.#slotOf(keys, of)
    const node = this.#slots[slot]! - 1
    if (node < 0 || this.#matches[node] !== NO_NODE) return NO_NODE
    if (this.#next[node] !== 0) this.#slots[slot] = this.#next[node]!
    return node
  }

  /** Where a node's key stands, or is to stand. */
  #slotOf({ low, high }: Keys, of: number): number {
    const own = this.#keys
    const slots = this.#slots
    const mask = slots.length - 1
    const a = low[of]!
    const b = high === null ? 0 : high[of]!
    // Multiplied as Knuth does: ids are close together, and a search for one not there would go past all of them.
    let slot = Math.imul(a, SPREAD) >>> this.#shift
    for (;;) {
      const node = slots[slot]! - 1
      if (node < 0) return slot
      const isSame = own.low[node] === a && (own.high === null || own.high[node] === b)
      if (isSame) return slot
      slot = (slot + 1) & mask
    }
  }
}

import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { NO_NODE } from '../model/digest.ts'
import type { WideColumn } from '../model/snapshot.ts'
import { type Keys, type Matches, matchKeys } from './match-keys.ts'

/** Ids are close together where a table of all that there could be has at most so many places for each. */
const MOST_PLACES = 4

/**
 * Matches nodes by their ids; of several with one id the first with the first, as `matchKeys` does. Ids are V8's own odd
 * numbers and the embedder's even ones, and of each kind close together as a rule: then they are looked up by what they
 * are, else by their hashes. O(nodes of both); 4 to 16 bytes a node of the base meanwhile.
 */
export async function matchIds(
  base: WideColumn,
  target: WideColumn,
  matches: Matches,
  task: Task,
): Promise<void> {
  const places = new IdPlaces(base)
  const { inBase, inTarget } = matches
  await inSlices(task, base.length, (from, to) => places.measure(from, to))
  places.make()
  await inSlices(task, base.length, (from, to) => places.put(from, to))
  const take = (from: number, to: number): void => {
    for (let node = from; node < to; node++) {
      const found = places.take(target[node]!)
      if (found === NO_NODE) continue
      inBase[node] = found
      inTarget[found] = node
    }
  }
  await inSlices(task, target.length, take, base.length)
  if (places.hasOthers) await matchKeys(idKeys(base), idKeys(target), matches, task)
}

function idKeys(ids: WideColumn): Keys {
  if (ids instanceof Uint32Array) return { low: ids, high: null }
  const high = Uint32Array.from(ids, (id) => Math.floor(id / 2 ** 32))
  return { low: Uint32Array.from(ids), high }
}

/** The base's nodes by id, of each kind that is close together. */
class IdPlaces {
  /** Whether some ids have no place, since they are far apart or not the only ones. */
  hasOthers = false
  readonly #ids: WideColumn
  readonly #count = [0, 0]
  readonly #least = [Infinity, Infinity]
  readonly #most = [-1, -1]
  /** By kind, by half the distance from the least id: the node plus one, or 0. */
  #even = new Uint32Array(0)
  #odd = new Uint32Array(0)

  constructor(ids: WideColumn) {
    this.#ids = ids
  }

  /** How many ids there are of each kind, and between which. */
  measure(from: number, to: number): void {
    const count = this.#count
    const least = this.#least
    const most = this.#most
    for (let node = from; node < to; node++) {
      const id = this.#ids[node]!
      const kind = id % 2
      count[kind]!++
      if (id < least[kind]!) least[kind] = id
      if (id > most[kind]!) most[kind] = id
    }
  }

  make(): void {
    this.#even = new Uint32Array(this.#room(0))
    this.#odd = new Uint32Array(this.#room(1))
  }

  put(from: number, to: number): void {
    for (let node = from; node < to; node++) {
      const id = this.#ids[node]!
      const table = id % 2 === 0 ? this.#even : this.#odd
      const place = (id - this.#least[id % 2]!) / 2
      if (table[place] === 0) table[place] = node + 1
      else this.hasOthers = true
    }
  }

  /** The node of an id, which has it no longer, or `NO_NODE`. */
  take(id: number): number {
    const table = id % 2 === 0 ? this.#even : this.#odd
    const place = (id - this.#least[id % 2]!) / 2
    const found = place >= 0 && place < table.length ? table[place]! : 0
    if (found === 0) return NO_NODE
    table[place] = 0
    return found - 1
  }

  #room(kind: 0 | 1): number {
    if (this.#count[kind] === 0) return 0
    const room = (this.#most[kind]! - this.#least[kind]!) / 2 + 1
    return room <= MOST_PLACES * this.#count[kind]! ? room : 0
  }
}

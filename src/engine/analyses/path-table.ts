import { column, grown, trimmed } from '../base/columns.ts'
import { finished, mixed } from '../base/mix.ts'
import { BranchNumbers } from '../base/branch-numbers.ts'
import type { PathKeys } from '../model/digest.ts'

/** The path that all others begin with: nothing stands there. */
export const ABOVE = 0
/** Many nodes stand alike: at first there is room for one path for each so many. */
const NODES_A_PATH = 4

/** All paths that were met, and the keys of the nodes there, each once. A path is the one before and one step more. */
export class PathTable {
  /** By path: its two hashes. */
  readonly #paths: BranchNumbers
  /** By key: its path and content. */
  readonly #keys: BranchNumbers
  /** By path, see `PathKeys`. */
  #step: Uint32Array
  /** By path: what stands there. */
  #kind: Uint32Array
  /** By path: the one that was asked for after it last. Things alike hold things alike, so that it often is so again. */
  #after: Uint32Array
  #last = ABOVE

  /**
   * @param rootKind what is taken to stand above all
   * @param shared whether other threads should see the columns
   */
  constructor(nodeCount: number, rootKind: number, shared: boolean) {
    const room = Math.ceil(nodeCount / NODES_A_PATH) + 1
    this.#paths = new BranchNumbers(room, shared)
    this.#keys = new BranchNumbers(room, shared)
    this.#step = column(Uint32Array, room, shared)
    this.#kind = new Uint32Array(room)
    this.#after = new Uint32Array(room)
    this.#paths.add(ABOVE, 0, 0)
    this.#kind[ABOVE] = rootKind
  }

  /** The path that a reference leads to. Amortised O(1). */
  goOn(from: number, label: number, kind: number): number {
    const { firsts, seconds } = this.#paths.numbers
    const low = withKind(firstLane(firsts[from]!, label), kind)
    const high = withKind(secondLane(seconds[from]!, label), kind)
    let path = this.#after[this.#last]!
    if (firsts[path] !== low || seconds[path] !== high) {
      path = this.#find(from, label, kind, low, high)
      this.#after[this.#last] = path
    }
    this.#last = path
    return path
  }

  /** The key of a node by its path and what it is apart from that. Amortised O(1). */
  keyOf(path: number, content: number): number {
    return this.#keys.add(path, path, content)
  }

  /** Whether one step to something is to be preferred to another one. The order is the same in every heap. O(1). */
  isBetter(from: number, label: number, otherFrom: number, otherLabel: number): boolean {
    const { firsts, seconds } = this.#paths.numbers
    const lane = firstLane(firsts[from]!, label) >>> 0
    const otherLane = firstLane(firsts[otherFrom]!, otherLabel) >>> 0
    if (lane !== otherLane) return lane < otherLane
    return secondLane(seconds[from]!, label) >>> 0 < secondLane(seconds[otherFrom]!, otherLabel) >>> 0
  }

  /** What was collected. */
  get columns(): Omit<PathKeys, 'order' | 'key'> {
    const { first: path, second: content } = this.#keys.numbers.pairs
    const { first: low, second: high } = this.#paths.numbers.pairs
    return { path, content, low, high, step: trimmed(this.#step, low.length) }
  }

  #find(from: number, label: number, kind: number, low: number, high: number): number {
    const known = this.#paths.numbers.count
    const path = this.#paths.add(from, low, high)
    if (path === known) this.#keep(path, from, label, kind)
    return path
  }

  #keep(path: number, from: number, label: number, kind: number): void {
    if (path >= this.#step.length) {
      this.#step = grown(this.#step, 2 * path)
      this.#kind = grown(this.#kind, 2 * path)
      this.#after = grown(this.#after, 2 * path)
    }
    this.#step[path] = finished(mixed(mixed(this.#kind[from]!, label), kind))
    this.#kind[path] = kind
  }
}

/** The hash of a path that goes on with a reference. What comes in are hashes themselves, so that little mixing will do. */
function firstLane(hash: number, label: number): number {
  const spread = Math.imul(hash ^ label, 0xcc9e_2d51)
  return spread ^ (spread >>> 15)
}

function secondLane(hash: number, label: number): number {
  const spread = Math.imul(hash ^ label, 0x9e37_79b1)
  return spread ^ (spread >>> 16)
}

/** The hash of the same path that says what it leads to. */
function withKind(hash: number, kind: number): number {
  const spread = Math.imul(hash ^ kind, 0x1b87_3593)
  return (spread ^ (spread >>> 14)) >>> 0
}

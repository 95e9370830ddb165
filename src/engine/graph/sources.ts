import { BitSet } from '../base/bit-set.ts'
import { column, isShared } from '../base/columns.ts'
import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import type { EssentialEdges, WeakMapPairs } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { isOther, type Numbering } from './depth-first.ts'
import { keepsAlive } from './essential-edges.ts'

/** Set in the first source that a helper has put into a stretch, and in where a stretch begins while it has put in none. */
const MARK = 0x8000_0000
const VALUE = MARK - 1
/** Numbers that are done at a time, at most: some ten thousand edges. */
const MOST_AT_A_TIME = 1 << 14
/** More is not left to a helper, who needs four bytes for each number: nearly as much as it can do beside its owner. */
const MOST_OF_HELP = 3 / 8
/** At least so many times there is something to be shared. */
const LEAST_TIMES = 8

/** Entries of `SourceWork.turns`. */
const TAKEN = 0
export const HELPED = 1

/** What another thread needs to collect sources too, in memory that both see but for the two sets of bits. */
export interface SourceWork {
  readonly count: number
  readonly number: Uint32Array
  readonly node: Uint32Array
  readonly source: Uint32Array
  /** By number, of those the helper may take: the place where its next source goes, with `MARK` before the first. */
  readonly helped: Uint32Array
  /** How many numbers are taken at a time. */
  readonly atATime: number
  /** How often that was done, and how often the helper has done what it took. */
  readonly turns: Int32Array
  readonly page: Uint8Array
  readonly special: Uint8Array
}

/** Asks another thread to do `helpCollecting`, which need not come to it. */
export type AskForHelp = (work: SourceWork) => void

/**
 * Collects where the essential edges start that the search has counted, in stretches by target, ascending; of those that
 * lead to greater numbers it knows the least source already. Afterwards `search.entered` holds where each stretch begins;
 * it ends where the next one begins. A place before all is not used.
 *
 * Numbers are taken from the greatest down, and each stretch filled from its end. Who helps takes them from the least up
 * and fills from the beginning, so that both meet: nobody has to know before who comes how far. O(edges).
 */
export async function collectSources(
  snapshot: Snapshot,
  numbering: Numbering,
  task: Task,
  askForHelp: AskForHelp | null,
): Promise<Uint32Array> {
  const { count, entered } = numbering.search
  const atATime = Math.max(1, Math.min(MOST_AT_A_TIME, Math.floor(count / LEAST_TIMES)))
  const times = Math.ceil(count / atATime)
  const most = askForHelp ? 1 + atATime * Math.floor(MOST_OF_HELP * times) : 0
  const shared = askForHelp !== null && isShared(snapshot.edgeLink)
  const helped = column(Uint32Array, most, shared)
  const total = beginStretches(entered, count, helped)
  if (total > MARK)
    throw new HeapError('out-of-memory', 'The capture has more references than dominators can be found for.')
  const source = column(Uint32Array, total, shared)
  const filling = new Filling(snapshot, numbering, source)
  const turns = new Int32Array(column(Uint32Array, 2, shared).buffer)
  askForHelp?.(workFor(numbering, { source, helped, atATime, turns }))
  let theirs = times
  while (Atomics.add(turns, TAKEN, 1) < times) {
    const last = Math.min(count, theirs-- * atATime)
    filling.run(entered, last, theirs * atATime, -1)
    const wait = task.tick(count - last)
    if (wait) await wait
  }
  for (let done = 0; (done = Atomics.load(turns, HELPED)) < theirs;) Atomics.wait(turns, HELPED, done)
  findBeginnings(source, entered, helped, theirs * atATime)
  return source
}

/**
 * Turns counts into where stretches end, and notes where those begin that a helper may fill. Returns where the last ends.
 */
function beginStretches(entered: Uint32Array, count: number, helped: Uint32Array): number {
  let total = 1
  for (let number = 1; number <= count; number++) {
    if (number < helped.length) helped[number] = total | MARK
    total += entered[number]!
    entered[number] = total
  }
  return total
}

/**
 * Sets right where stretches begin that a helper has put sources in: those of the numbers up to `last`. They begin where
 * the first source with `MARK` is, which loses it.
 */
function findBeginnings(source: Uint32Array, entered: Uint32Array, helped: Uint32Array, last: number): void {
  let end = last < entered.length - 1 ? entered[last + 1]! : source.length
  for (let number = last; number > 0; number--) {
    const next = helped[number]!
    let begin = next & VALUE
    if ((next & MARK) === 0) {
      begin = end - 1
      while ((source[begin]! & MARK) === 0) begin--
      source[begin]! &= VALUE
    }
    entered[number] = begin
    end = begin
  }
}

function workFor(
  { search, essential, special }: Numbering,
  work: Pick<SourceWork, 'source' | 'helped' | 'atATime' | 'turns'>,
): SourceWork {
  const { count, number, node } = search
  return { ...work, count, number, node, page: essential.page.bytes, special: special.bytes }
}

/**
 * The helper's side: collects what it can before the owner has taken the rest. What it has begun it ends before it gives
 * way, for the owner waits for that.
 * @param pairs those that the owner goes by
 */
export async function helpCollecting(
  snapshot: Snapshot,
  pairs: WeakMapPairs,
  work: SourceWork,
  task: Task,
): Promise<void> {
  const { nodeCount } = snapshot
  const { count, helped, atATime, turns } = work
  const essential = { page: new BitSet(nodeCount, work.page), pairs }
  const search = { number: work.number, node: work.node }
  const filling = new Filling(
    snapshot,
    { search, essential, special: new BitSet(nodeCount, work.special) },
    work.source,
  )
  const times = Math.ceil(count / atATime)
  for (let first = 1; first + atATime <= helped.length; first += atATime) {
    const wait = task.tick(first)
    if (wait) await wait
    if (Atomics.add(turns, TAKEN, 1) >= times) return
    filling.run(helped, first, first + atATime, 1)
    Atomics.add(turns, HELPED, 1)
    Atomics.notify(turns, HELPED)
  }
}

class Filling {
  readonly #snapshot: Snapshot
  readonly #number: Uint32Array
  readonly #node: Uint32Array
  readonly #essential: EssentialEdges
  readonly #special: Uint8Array
  readonly #source: Uint32Array

  constructor(
    snapshot: Snapshot,
    numbering: {
      readonly search: Pick<Numbering['search'], 'number' | 'node'>
      readonly essential: EssentialEdges
      readonly special: BitSet
    },
    source: Uint32Array,
  ) {
    this.#snapshot = snapshot
    this.#number = numbering.search.number
    this.#node = numbering.search.node
    this.#essential = numbering.essential
    this.#special = numbering.special.bytes
    this.#source = source
  }

  /**
   * Puts the numbers from `from` to before `to` into the stretches that their edges lead to.
   * @param place by number: up, where its next source goes, with `MARK` before the first; down, the place behind that
   * @param step 1 for up, -1 for down
   */
  run(place: Uint32Array, from: number, to: number, step: 1 | -1): void {
    const { firstEdge, edgeLink } = this.#snapshot
    const number = this.#number
    const node = this.#node
    const special = this.#special
    const source = this.#source
    const behind = step === 1 ? 0 : 1
    for (let v = from; v !== to; v += step) {
      const at = node[v]!
      const judged = ((special[at >>> 3]! >>> (at & 7)) & 1) === 1
      const end = firstEdge[at + 1]!
      let last = -1
      let second = -1
      for (let edge = firstEdge[at]!; edge < end; edge++) {
        const link = edgeLink[edge]!
        const type = linkType(link)
        const target = linkTarget(link)
        const counts = judged
          ? keepsAlive(this.#snapshot, this.#essential, at, edge)
          : type !== EdgeType.weak && type !== EdgeType.shortcut
        if (!counts) {
          second = last
          last = -1
          continue
        }
        const w = number[target]!
        if (w > 1 && w < v) {
          // A repetition is written to place 0, without a branch that nobody could predict.
          const fresh = isOther(target, last) & isOther(target, second)
          const next = place[w]!
          source[((next & VALUE) - behind) & -fresh] = v | (next & MARK)
          place[w] = (next & ~(MARK & -fresh)) + (step & -fresh)
        }
        second = last
        last = judged ? -1 : target
      }
    }
  }
}

import type { OwnedCollections } from '../analyses/collections/list-collections.ts'
import type { StringTexts } from '../analyses/strings/string-texts.ts'
import { collectionsAmong } from '../analyses/collections/collections-among.ts'
import { textsAmong } from '../analyses/strings/texts-among.ts'
import { COLLECTIONS, TEXTS } from '../analyses/list-fields.ts'
import type { WholeHeap } from '../analyses/heap.ts'
import { BitSet } from '../base/bit-set.ts'
import { RecentMap } from '../base/recent-map.ts'
import { HeapError } from '../base/error.ts'
import { silent, Task, type TaskHost } from '../base/task.ts'
import type { Comparison, IdComparison } from '../model/digest.ts'
import type { Term } from '../model/selection-rows.ts'
import { nodesOfTerms } from './nodes-of-query.ts'
import { SharedWork } from './shared-work.ts'

/** Sets of nodes and orders that questions keep. */
const KEPT_LISTS = 6

/** What stays from one question to the next. */
export interface Memory {
  readonly shared: SharedWork
  /** Whole orders of lists, so that scrolling sorts them once. */
  readonly orders: RecentMap<Uint32Array>
  /** Sets of nodes by what they were asked for. */
  readonly sets: RecentMap<Uint32Array>
}

export function newMemory(): Memory {
  return { shared: new SharedWork(), orders: new RecentMap(KEPT_LISTS), sets: new RecentMap(KEPT_LISTS) }
}

/** A selection, and under what its results are kept. */
interface Subject {
  readonly whole: Asked
  readonly only: BitSet
  readonly key: string
}

/** What a question stands on: the whole heap, or the part of it that the question is about. */
export class Asked {
  readonly heap: WholeHeap
  readonly #memory: Memory
  readonly #host: TaskHost
  readonly #subject: Subject | null
  readonly #beside: ReadonlyMap<string, Comparison | IdComparison>

  /** @param beside the heaps that stand beside this one, by the keys they were given */
  constructor(
    heap: WholeHeap,
    memory: Memory,
    host: TaskHost,
    beside: ReadonlyMap<string, Comparison | IdComparison> = new Map(),
    subject: Subject | null = null,
  ) {
    this.heap = heap
    this.#memory = memory
    this.#host = host
    this.#beside = beside
    this.#subject = subject
  }

  /**
   * The same about a selection: `only` is its nodes, texts and collections are those among them, and what is shared and
   * ordered is kept apart. O(nodes) for each step of the selection, once.
   * @param terms null for the whole heap
   * @throws HeapError `bad-filter`
   */
  async about(terms: readonly Term[] | null): Promise<Asked> {
    if (!terms) return this
    const key = `of ${JSON.stringify(terms)} `
    const nodes = await this.nodesOf(terms)
    const only = await this.shared(`${key}set`, () => {
      const set = new BitSet(this.heap.snapshot.nodeCount)
      for (const node of nodes) set.add(node)
      return set
    })
    return new Asked(this.heap, this.#memory, this.#host, this.#beside, { whole: this, only, key })
  }

  /**
   * How this heap stands beside earlier ones.
   * @throws HeapError `not-ready` where one of them has not been put beside it, or not as its base
   */
  besideBases(keys: readonly string[]): Comparison[] {
    return keys.map((key) => {
      const comparison = this.#beside.get(key)
      if (comparison?.role === 'target') return comparison
      throw notBeside()
    })
  }

  /**
   * Of each of some earlier ones: by node of this heap the same object there, or `NO_NODE`. Their ids will do for that.
   * @throws HeapError `not-ready` where one of them has not been put beside it, or not as an earlier one
   */
  counterpartsIn(keys: readonly string[]): Uint32Array[] {
    return keys.map((key) => {
      const comparison = this.#beside.get(key)
      if (comparison && comparison.role !== 'base') return comparison.counterpart
      throw notBeside()
    })
  }

  /** The same, whose work reports no progress: that of what comes after is told from its start. */
  unheard(): Asked {
    return new Asked(this.heap, this.#memory, silent(this.#host), this.#beside, this.#subject)
  }

  /** The nodes that the question is about; null for all. */
  get only(): BitSet | null {
    return this.#subject?.only ?? null
  }

  /** The strings by their text. */
  async texts(): Promise<StringTexts> {
    if (!this.#subject) return this.shared('texts', (task) => TEXTS.of(this.heap, task))
    const { whole, only } = this.#subject
    const all = await whole.texts()
    return this.shared('texts', (task) => textsAmong(all, only, this.heap.shallowSize, task))
  }

  /** The collections with their owners. */
  async collections(): Promise<OwnedCollections> {
    if (!this.#subject) return this.shared('collections', (task) => COLLECTIONS.of(this.heap, task))
    const { whole, only } = this.#subject
    const all = await whole.collections()
    return this.shared('collections', () => collectionsAmong(all, only))
  }

  get orders(): RecentMap<Uint32Array> {
    return this.#subject ? this.#memory.orders.under(this.#subject.key) : this.#memory.orders
  }

  get sets(): RecentMap<Uint32Array> {
    return this.#memory.sets
  }

  /** Drops all results that are kept: what filters find may be something else now. Work that goes on is finished. */
  forget(): void {
    this.#memory.shared.forget()
    this.#memory.orders.clear()
    this.#memory.sets.clear()
  }

  /** Milliseconds from any fixed moment. */
  readonly now = (): number => this.#host.now()

  /** Work for this question alone; it stops when nobody wants the answer any more. */
  task(): Task {
    return new Task(this.#host)
  }

  /**
   * The nodes of a selection, ascending. O(nodes) for each step, once.
   * @throws HeapError `bad-filter`
   */
  nodesOf(terms: readonly Term[]): Promise<Uint32Array> {
    return this.shared(`nodes ${JSON.stringify(terms)}`, (task) =>
      nodesOfTerms(this.heap, terms, { task, now: this.now }),
    )
  }

  /**
   * A result that other questions need too: worked out once, and kept while it is among the last used. The work must not
   * itself wait for another shared result: that would be given up with whoever asked first, and the others still wait.
   * @param key names it among all results of all topics
   */
  shared<Result>(key: string, work: (task: Task) => Result | Promise<Result>): Promise<Result> {
    return this.#memory.shared.get((this.#subject?.key ?? '') + key, this.#host, work)
  }
}

function notBeside(): HeapError {
  return new HeapError(
    'not-ready',
    'This is asked of a capture that is compared with earlier ones: add another capture.',
  )
}

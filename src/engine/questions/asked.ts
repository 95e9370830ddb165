import type { OwnedCollections } from '../analyses/collections/list-collections.ts'
import type { StringTexts } from '../analyses/strings/string-texts.ts'
import { COLLECTIONS, TEXTS } from '../analyses/list-fields.ts'
import type { CompleteHeap, Heap, ReadyHeap } from '../analyses/heap.ts'
import type { RecentMap } from '../base/recent-map.ts'
import { Task, type TaskHost } from '../base/task.ts'
import type { Retainers } from '../model/graph.ts'
import type { Term } from '../model/selection-rows.ts'
import { nodesOfTerms } from './nodes-of-query.ts'
import type { SharedWork } from './shared-work.ts'

/** A heap about which everything is known, what refers to an object included. */
export type WholeHeap = CompleteHeap & { readonly ready: ReadyHeap & { readonly retainers: Retainers } }

export function isWhole(heap: Heap): heap is WholeHeap {
  return heap.ready !== null && heap.ready.retainers !== null
}

/** What stays from one question to the next. */
export interface Memory {
  readonly shared: SharedWork
  /** Whole orders of lists, so that scrolling sorts them once. */
  readonly orders: RecentMap<Uint32Array>
  /** Sets of nodes by what they were asked for. */
  readonly sets: RecentMap<Uint32Array>
}

/** What a question stands on. */
export class Asked {
  readonly heap: WholeHeap
  readonly #memory: Memory
  readonly #host: TaskHost

  constructor(heap: WholeHeap, memory: Memory, host: TaskHost) {
    this.heap = heap
    this.#memory = memory
    this.#host = host
  }

  /** The strings by their text. */
  texts(): Promise<StringTexts> {
    return this.shared('texts', (task) => TEXTS.of(this.heap, task))
  }

  /** The collections with their owners. */
  collections(): Promise<OwnedCollections> {
    return this.shared('collections', (task) => COLLECTIONS.of(this.heap, task))
  }

  get orders(): RecentMap<Uint32Array> {
    return this.#memory.orders
  }

  get sets(): RecentMap<Uint32Array> {
    return this.#memory.sets
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
   * A result that other questions need too: worked out once, and kept while it is among the last used.
   * @param key names it among all results of all topics
   */
  shared<Result>(key: string, work: (task: Task) => Result | Promise<Result>): Promise<Result> {
    return this.#memory.shared.get(key, this.#host, work)
  }
}

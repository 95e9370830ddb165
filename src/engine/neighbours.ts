import type { Heap } from './analyses/heap.ts'
import { HeapError } from './base/error.ts'
import type { Comparison, IdComparison } from './model/digest.ts'

/** The heaps that stand beside an open one, by the keys they were given. The heap knows the pair that questions are of. */
export class Neighbours {
  readonly #comparisons = new Map<string, Comparison | IdComparison>()

  get all(): ReadonlyMap<string, Comparison | IdComparison> {
    return this.#comparisons
  }

  /** Takes a heap in, and makes questions about what changed be of the pair with it. */
  put(heap: Heap, key: string, comparison: Comparison): void {
    this.#comparisons.set(key, comparison)
    heap.comparison = comparison
    heap.leaks = undefined
  }

  /** Takes a heap in of which nothing but ids is known. */
  putIds(heap: Heap, key: string, comparison: IdComparison): void {
    this.#comparisons.set(key, comparison)
    heap.leaks = undefined
  }

  /** Makes questions about what changed be of the pair with one of them. @throws HeapError `not-found` */
  choose(heap: Heap, key: string): void {
    const comparison = this.#comparisons.get(key)
    if (!comparison || comparison.role === 'later')
      throw new HeapError('not-found', 'That capture does not stand beside this one.')
    this.put(heap, key, comparison)
  }

  /** Lets one go. */
  drop(heap: Heap, key: string): void {
    if (heap.comparison === this.#comparisons.get(key)) heap.comparison = undefined
    heap.leaks = undefined
    this.#comparisons.delete(key)
  }
}

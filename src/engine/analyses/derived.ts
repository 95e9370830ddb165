import type { Task } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { CompleteHeap } from './heap.ts'

/** Something about a heap that takes a while to work out, and is kept as long as the heap is. */
export class Derived<Result> {
  readonly #results = new WeakMap<Snapshot, Result>()
  readonly #work: (heap: CompleteHeap, task: Task) => Promise<Result>

  constructor(work: (heap: CompleteHeap, task: Task) => Promise<Result>) {
    this.#work = work
  }

  /** What is known already. */
  known({ snapshot }: { readonly snapshot: Snapshot }): Result | undefined {
    return this.#results.get(snapshot)
  }

  /** What is known, or else what is found out now. */
  async of(heap: CompleteHeap, task: Task): Promise<Result> {
    const known = this.known(heap)
    if (known !== undefined) return known
    const result = await this.#work(heap, task)
    this.#results.set(heap.snapshot, result)
    return result
  }
}

import type { WeakMapPairs } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Assistant } from './assistant.ts'
import { crossedBack, crossing, type CrossingTree } from './crossing.ts'
import type { DominatorTree } from './dominator-tree.ts'

/** What an assistant finds from the moment this is made, while its caller does other work. */
export class RemoteWork {
  readonly #assistant: Assistant
  readonly #snapshot: Snapshot
  readonly #pairs: Promise<WeakMapPairs>
  readonly #tree: Promise<CrossingTree>
  #report: (fraction: number) => void = () => {}

  constructor(assistant: Assistant, snapshot: Snapshot) {
    this.#assistant = assistant
    this.#snapshot = snapshot
    let told: (found: WeakMapPairs) => void = () => {}
    const pairs = new Promise<WeakMapPairs>((resolve) => {
      told = resolve
    })
    this.#tree = assistant.find(crossing(snapshot), {
      pairs: (found) => told(found),
      progress: (fraction) => this.#report(fraction),
    })
    // Where it fails before it has told them, the failure says so.
    this.#pairs = Promise.race([pairs, this.#tree.then(() => pairs)])
    // It may fail before anyone waits for it; who waits is told.
    this.#tree.catch(() => {})
    this.#pairs.catch(() => {})
  }

  /** The pairs, early on. @param report told the fraction of all work that is done, from now on */
  pairs(report: (fraction: number) => void): Promise<WeakMapPairs> {
    this.#report = report
    return this.#pairs
  }

  /**
   * The tree, with which the assistant's work is over: it is ended, so that what it needed is freed at once.
   * @param report told the fraction that is done, from now on
   */
  async tree(pairs: WeakMapPairs, report: (fraction: number) => void): Promise<DominatorTree> {
    this.#report = report
    const tree = await this.#tree
    this.end()
    return crossedBack(tree, this.#snapshot, pairs)
  }

  end(): void {
    this.#assistant.end()
  }
}

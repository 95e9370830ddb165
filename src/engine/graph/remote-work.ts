import type { WeakMapPairs } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Assistant } from './assistant.ts'
import { crossedBack, crossing, type CrossingTree } from './crossing.ts'
import type { DominatorTree } from './dominator-tree.ts'

/** The dominator tree that an assistant builds from the moment this is made, while its caller does other work. */
export class RemoteWork {
  readonly #assistant: Assistant
  readonly #snapshot: Snapshot
  readonly #tree: Promise<CrossingTree>
  #report: (fraction: number) => void = () => {}

  constructor(assistant: Assistant, snapshot: Snapshot) {
    this.#assistant = assistant
    this.#snapshot = snapshot
    this.#tree = assistant.find(crossing(snapshot), (fraction) => this.#report(fraction))
    // It may fail before anyone waits for it; who waits is told.
    this.#tree.catch(() => {})
  }

  /** @param report told the fraction that is done, from now on */
  async wait(pairs: WeakMapPairs, report: (fraction: number) => void): Promise<DominatorTree> {
    this.#report = report
    return crossedBack(await this.#tree, this.#snapshot, pairs)
  }

  end(): void {
    this.#assistant.end()
  }
}

import type { Snapshot } from '../model/snapshot.ts'
import type { Assistant } from './assistant.ts'
import { crossedTree, crossing, type DominatorTree } from './dominator-tree.ts'

/** A dominator tree that an assistant builds from the moment this is made, while its caller does other work. */
export class RemoteTree {
  readonly #assistant: Assistant
  readonly #tree: Promise<DominatorTree>
  #report: (fraction: number) => void = () => {}

  constructor(assistant: Assistant, snapshot: Snapshot) {
    this.#assistant = assistant
    this.#tree = assistant
      .buildTree(crossing(snapshot), (fraction) => this.#report(fraction))
      .then((tree) => crossedTree(tree, snapshot))
    // It may fail before anyone waits for it; who waits is told.
    this.#tree.catch(() => {})
  }

  /** @param report told the fraction that is done, from now on */
  wait(report: (fraction: number) => void): Promise<DominatorTree> {
    this.#report = report
    return this.#tree
  }

  end(): void {
    this.#assistant.end()
  }
}

import type { Dominated, WeakMapPairs } from '../model/graph.ts'
import type { Task } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Assistant } from './assistant.ts'
import { crossedBack, crossing, type CrossingTree } from './crossing.ts'
import type { DominatorTree } from './dominator-tree.ts'
import { helpCollecting } from './sources.ts'

/** A promise and what resolves it. */
function awaited<Value>() {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/** What an assistant finds from the moment this is made, while its caller does other work. */
export class RemoteWork {
  readonly #assistant: Assistant
  readonly #snapshot: Snapshot
  readonly #pairs: Promise<WeakMapPairs>
  readonly #tree: Promise<CrossingTree>
  readonly #dominated: Promise<Dominated>
  #task: Task
  #report: (fraction: number) => void = () => {}

  /** @param task what this thread does meanwhile; where it is to help, that gives way */
  constructor(assistant: Assistant, snapshot: Snapshot, task: Task) {
    this.#assistant = assistant
    this.#snapshot = snapshot
    this.#task = task
    const pairs = awaited<WeakMapPairs>()
    const tree = awaited<CrossingTree>()
    this.#dominated = assistant.find(crossing(snapshot), {
      pairs: pairs.resolve,
      askForHelp: (work) =>
        this.#task.giveWayTo(async (helping) => helpCollecting(snapshot, await pairs.promise, work, helping)),
      progress: (fraction) => this.#report(fraction),
      tree: tree.resolve,
    })
    // Where it fails before it has told them, the failure says so.
    this.#pairs = Promise.race([pairs.promise, this.#dominated.then(() => pairs.promise)])
    this.#tree = Promise.race([tree.promise, this.#dominated.then(() => tree.promise)])
    // It may fail before anyone waits for it; who waits is told.
    for (const found of [this.#dominated, this.#pairs, this.#tree]) found.catch(() => {})
  }

  /** Says what this thread does from now on. */
  during(task: Task): void {
    this.#task = task
  }

  /** The pairs, early on. @param report told the fraction of all work that is done, from now on */
  pairs(report: (fraction: number) => void): Promise<WeakMapPairs> {
    this.#report = report
    return this.#pairs
  }

  /** The tree. @param report told the fraction that is done, from now on */
  async tree(pairs: WeakMapPairs, report: (fraction: number) => void): Promise<DominatorTree> {
    this.#report = report
    const tree = await this.#tree
    this.#report = () => {}
    return crossedBack(tree, this.#snapshot, pairs)
  }

  /** The nodes by dominator, with which the assistant's work is over: it is ended, so that what it needed is freed. */
  async dominated(): Promise<Dominated> {
    const dominated = await this.#dominated
    this.end()
    return dominated
  }

  end(): void {
    this.#assistant.end()
  }
}

import { RecentMap } from '../base/recent-map.ts'
import { Task, type TaskHost } from '../base/task.ts'

/** Results kept for the questions to come, unless another number is given. */
const KEPT = 12

interface Work {
  readonly result: Promise<unknown>
  /** Everybody who waits for it. */
  readonly hosts: Set<TaskHost>
}

/**
 * Results that several questions need, each worked out once and kept while it is among the last used. Work goes on as
 * long as anybody waits for it, and is cancelled with the last.
 */
export class SharedWork {
  readonly #works: RecentMap<Work>

  constructor(kept: number = KEPT) {
    this.#works = new RecentMap(kept)
  }

  /** The result named `key`: the one that is there or under way, or else what `work` makes. */
  get<Result>(key: string, host: TaskHost, work: (task: Task) => Result | Promise<Result>): Promise<Result> {
    const shared = this.#works.get(key, () => this.#start(key, work))
    shared.hosts.add(host)
    // Whoever names a result by this key made it with this type.
    return shared.result as Promise<Result>
  }

  /** Drops all results; who waits for one still gets it. */
  forget(): void {
    this.#works.clear()
  }

  #start(key: string, work: (task: Task) => unknown): Work {
    const hosts = new Set<TaskHost>()
    // Those who wait join in the turn that starts it; until then nobody may be taken to have left.
    const signal = {
      get aborted() {
        return hosts.size > 0 && [...hosts].every((host) => host.signal?.aborted)
      },
    }
    const first = (): TaskHost => hosts.values().next().value!
    const result = Promise.resolve().then(() =>
      work(
        new Task({
          now: () => first().now(),
          pause: () => first().pause(),
          progress: (progress) => {
            for (const host of hosts) host.progress?.(progress)
          },
          signal,
        }),
      ),
    )
    const settle = (failed: boolean): void => {
      hosts.clear()
      if (failed) this.#works.delete(key)
    }
    result.then(
      () => settle(false),
      () => settle(true),
    )
    return { result, hosts }
  }
}

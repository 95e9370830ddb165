import type { Task } from '../base/task.ts'

/** Steps between two looks at the clock: a few milliseconds even where each step misses the caches several times. */
const SLICE = 1 << 14

/**
 * Calls `work(from, to)` on one stretch of 0 to `count` after the other and lets others run in between.
 * The loop over the stretch belongs into `work`. `done` is what the phase had behind it before.
 */
export async function inSlices(
  task: Task,
  count: number,
  work: (from: number, to: number) => void,
  done = 0,
): Promise<void> {
  for (let from = 0; from < count; from += SLICE) {
    work(from, Math.min(from + SLICE, count))
    const wait = task.tick(done + from)
    if (wait) {
      await wait
    }
  }
}

/**
 * Calls `advance(budget)`, which takes at most about `budget` steps, until it says that nothing is left to do.
 * `progress` says how much of the phase is done.
 */
export async function untilDone(
  task: Task,
  advance: (budget: number) => boolean,
  progress: () => number,
): Promise<void> {
  while (!advance(SLICE)) {
    const wait = task.tick(progress())
    if (wait) {
      await wait
    }
  }
}

/**
 * What `work` makes of each item, one after the other; others run before one when it is time. For items that take long,
 * each alone no longer than a slice may.
 */
export async function mapInTurns<Item, Result>(
  task: Task,
  items: readonly Item[],
  work: (item: Item, place: number) => Result,
): Promise<Result[]> {
  const results: Result[] = []
  for (const [place, item] of items.entries()) {
    const wait = task.tick(place)
    if (wait) await wait
    results.push(work(item, place))
  }
  return results
}

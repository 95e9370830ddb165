import { Task, type TaskHost } from '../base/task.ts'

/** A task for tests whose clock stands still, so that it never pauses. */
export function quietTask(): Task {
  return new Task({ now: () => 0, pause: () => Promise.resolve() })
}

/** A task whose time is always up: it pauses at every tick and counts how often. */
export function restlessTask(signal?: TaskHost['signal']): { task: Task; pauses: () => number } {
  let now = 0
  let pauses = 0
  const host: TaskHost = {
    now: () => (now += 1000),
    pause: () => {
      pauses++
      return Promise.resolve()
    },
    ...(signal && { signal }),
  }
  return { task: new Task(host), pauses: () => pauses }
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The processes that a process of Linux has started and that are not over, by their numbers. */
export function childrenOf(pid: number): readonly number[] {
  const tasks = `/proc/${pid}/task`
  return readdirSync(tasks).flatMap((task) => startedBy(join(tasks, task)))
}

/** Of one thread; none where it is gone by now. */
function startedBy(task: string): readonly number[] {
  try {
    return readFileSync(join(task, 'children'), 'utf8').split(' ').filter(Boolean).map(Number)
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return []
    throw error
  }
}

import type { Progress, TaskHost } from '#engine/base/task.ts'

/** Reports of one phase come no faster than this: the page redraws for each. */
const REPORT_EVERY_MS = 60

/**
 * What a worker lends to a long computation. Pauses go through a MessageChannel, which, unlike a timer, does not wait:
 * it only lets messages that have already arrived be handled first.
 */
export function workerHost(report: (progress: Progress) => void): TaskHost {
  const now = () => performance.now()
  return { now, pause: nextTurn(), progress: throttled(report, now) }
}

/** Passes on the first and the last report of each phase, and those between at a pace. */
export function throttled(
  report: (progress: Progress) => void,
  now: () => number,
): (progress: Progress) => void {
  let phase: string | null = null
  let reported = 0
  return (progress) => {
    const time = now()
    const edge = progress.phase !== phase || progress.done >= progress.total
    if (!edge && time - reported < REPORT_EVERY_MS) return
    phase = progress.phase
    reported = time
    report(progress)
  }
}

function nextTurn(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel()
  const waiting: (() => void)[] = []
  port1.onmessage = () => waiting.shift()?.()
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve)
      port2.postMessage(null)
    })
}

import type { Progress, TaskHost } from '#engine/base/task.ts'
import { nodeCodec } from './node-codec.ts'

/** What this process lends to a long computation. */
export function nodeHost(report?: (progress: Progress) => void, signal?: AbortSignal): TaskHost {
  return {
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    codec: nodeCodec,
    ...(report ? { progress: report } : {}),
    ...(signal ? { signal } : {}),
  }
}

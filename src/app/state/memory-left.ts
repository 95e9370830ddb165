import { memoryNeed, shallowMemoryNeed } from '#engine/format/v8/memory-need.ts'
import type { CaptureState } from './open-capture.ts'

/** Captures shrink to about a fifth when they are zipped. */
const ZIPPED = 5

type Weighed = Pick<CaptureState, 'status' | 'file' | 'size' | 'shallowOnly'>

/**
 * What is left for one more capture beside others that are open or opening, in bytes; null where nobody knows what there
 * is. How large a capture is is known once it is open; before, an estimate by its file stands for it.
 */
export function memoryLeft(all: number | null, others: readonly Weighed[]): number | null {
  if (all === null) return null
  return Math.max(0, all - others.reduce((sum, capture) => sum + needOf(capture), 0))
}

function needOf({ status, file, size, shallowOnly }: Weighed): number {
  if (status === 'none' || status === 'failed' || !file) return 0
  const known = size ?? { nodes: 0, edges: 0, bytes: textBytes(file) }
  return shallowOnly && size ? shallowMemoryNeed(known) : memoryNeed(known)
}

function textBytes({ name, size }: NonNullable<CaptureState['file']>): number {
  return name.endsWith('.gz') ? ZIPPED * size : size
}

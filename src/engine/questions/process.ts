import type { ProcessInfo } from '../model/process-info.ts'
import type { Asked } from './asked.ts'

/** Questions about the process that the heap is of. */
export const processQuestions = {
  /** What a capture of Python says of its process; null in other captures. */
  async process({ heap }: Asked): Promise<ProcessInfo | null> {
    return heap.snapshot.python?.process ?? null
  },
}

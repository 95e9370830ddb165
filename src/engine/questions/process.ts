import { memoryFigures, objectBytes } from '../analyses/process-memory.ts'
import type { ProcessInfo } from '../model/process-info.ts'
import type { ProcessMemoryAnswer } from '../model/process-memory-rows.ts'
import type { Asked } from './asked.ts'

/** Questions about the process that the heap is of. */
export const processQuestions = {
  /** What a capture of Python says of its process; null in other captures. */
  async process({ heap }: Asked): Promise<ProcessInfo | null> {
    return heap.snapshot.python?.process ?? null
  },

  /** Where the resident memory of a Python process is, beside what is said of it; null in other captures. O(nodes). */
  async processMemory({ heap }: Asked): Promise<ProcessMemoryAnswer | null> {
    const process = heap.snapshot.python?.process
    if (!process) return null
    const objects = objectBytes(heap.shallowSize, heap.snapshot.nodeCount)
    return { process, figures: memoryFigures(process, objects) }
  },
}

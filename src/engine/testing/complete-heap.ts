import type { CompleteHeap } from '../analyses/heap.ts'
import { beginHeap, completeHeap } from '../analyses/whole-heap.ts'
import { collectRetainers } from '../graph/retainers.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { quietTask } from './quiet-task.ts'

/** A heap about which everything is known, retainers too. */
export async function wholeHeap(snapshot: Snapshot): Promise<CompleteHeap> {
  const heap = await beginHeap(snapshot, quietTask())
  await completeHeap(heap, null, quietTask())
  const ready = heap.ready!
  ready.retainers = await collectRetainers(snapshot, ready.graph.essential, quietTask())
  return heap as CompleteHeap
}

import type { WholeHeap } from '../analyses/heap.ts'
import { isComplete } from '../analyses/heap.ts'
import { beginHeap, completeHeap } from '../analyses/whole-heap.ts'
import { readCapture } from '../format/open.ts'
import { collectRetainers } from '../graph/retainers.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { captureSource } from './captures.ts'
import { quietTask } from './quiet-task.ts'

/** A heap about which everything is known, with its references turned round. */
export async function completeHeapOf(snapshot: Snapshot): Promise<WholeHeap> {
  const heap = await beginHeap(snapshot, quietTask())
  await completeHeap(heap, null, quietTask())
  if (!isComplete(heap)) throw new Error('The heap should be complete.')
  const retainers = await collectRetainers(snapshot, heap.ready.graph.essential, quietTask())
  return { ...heap, ready: { ...heap.ready, retainers } }
}

/** Everything about a capture in `fixtures/captures`. */
export async function captureHeap(name: string): Promise<WholeHeap> {
  const { snapshot } = await readCapture(captureSource(name), quietTask())
  return completeHeapOf(snapshot)
}

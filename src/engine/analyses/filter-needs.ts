import { HeapError } from '../base/error.ts'
import type { Graph } from '../model/graph.ts'
import type { Heap } from './heap.ts'

/** The graph, for a field of the filter that needs it. @throws HeapError `not-ready` */
export function graphForFilter({ ready }: Heap, field: string): Graph {
  if (!ready) throw fieldNotReady(field)
  return ready.graph
}

/** For a field that needs references. @throws HeapError `not-ready` */
export function checkReferencesForFilter({ snapshot, ready }: Heap, field: string): void {
  if (ready || snapshot.edgeCount > 0) return
  throw new HeapError(
    'not-ready',
    `The filter asks for “${field}:”, which is known only where references were read.`,
  )
}

export function fieldNotReady(field: string): HeapError {
  return new HeapError(
    'not-ready',
    `The filter asks for “${field}:”, which is known only once retained sizes are computed.`,
  )
}

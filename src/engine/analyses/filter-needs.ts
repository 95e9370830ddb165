import { HeapError } from '../base/error.ts'
import type { Graph } from '../model/graph.ts'
import type { Heap } from './heap.ts'

/** The graph, for a field of the filter that needs it. @throws HeapError `not-ready` */
export function graphForFilter({ ready }: Heap, field: string): Graph {
  if (!ready) throw fieldNotReady(field)
  return ready.graph
}

export function fieldNotReady(field: string): HeapError {
  return new HeapError(
    'not-ready',
    `The filter asks for “${field}:”, which is known only once retained sizes are computed.`,
  )
}

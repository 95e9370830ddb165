import type { Heap } from './heap.ts'

/** What is known of a heap as a whole. Sizes are bytes. */
export interface HeapTotals {
  readonly nodes: number
  readonly edges: number
  /** Those of the capture. */
  readonly strings: number
  /** Sum over all nodes. */
  readonly shallowSize: number
  readonly extraNativeBytes: number
  /** Nodes that nothing but weak references lead to; null until known. */
  readonly unreachable: number | null
}

/** O(classes). */
export function totalsOf({ snapshot, sizes, ready }: Heap): HeapTotals {
  return {
    nodes: snapshot.nodeCount,
    edges: snapshot.edgeCount,
    strings: snapshot.strings.captured,
    shallowSize: sizes.shallowSize.reduce((sum, size) => sum + size, 0),
    extraNativeBytes: snapshot.extraNativeBytes,
    unreachable: ready && ready.unreachable,
  }
}

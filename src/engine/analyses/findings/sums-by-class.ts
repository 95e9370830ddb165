import type { CompleteHeap } from '../heap.ts'

/** Objects of one class among a set; `retainedSize` adds up what each retains. */
export interface ClassSum {
  readonly name: string
  readonly count: number
  readonly shallowSize: number
  readonly retainedSize: number
}

/** The classes of a set of nodes, in no order. O(nodes). */
export function sumsByClass(
  { table, shallowSize, ready }: CompleteHeap,
  nodes: Iterable<number>,
): readonly ClassSum[] {
  const { retainedSize } = ready.graph
  const sums = new Map<number, { count: number; shallowSize: number; retainedSize: number }>()
  for (const node of nodes) {
    const index = table.classOf[node]!
    let sum = sums.get(index)
    if (!sum) {
      sum = { count: 0, shallowSize: 0, retainedSize: 0 }
      sums.set(index, sum)
    }
    sum.count++
    sum.shallowSize += shallowSize[node]!
    sum.retainedSize += retainedSize[node]!
  }
  return [...sums].map(([index, sum]) => ({ name: table.classes[index]!.name, ...sum }))
}

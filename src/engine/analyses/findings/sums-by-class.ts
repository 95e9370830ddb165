import type { CompleteHeap } from '../heap.ts'

/** Objects of one class among a set; `retainedSize` adds up what each retains. */
export interface ClassSum {
  readonly name: string
  readonly count: number
  readonly shallowSize: number
  readonly retainedSize: number
}

/** The classes of a set of nodes, in no order. O(nodes + classes). */
export function sumsByClass(
  { table, shallowSize, ready }: CompleteHeap,
  nodes: Iterable<number>,
): readonly ClassSum[] {
  const { retainedSize } = ready.graph
  const classes = table.classes.length
  const count = new Uint32Array(classes)
  const shallow = new Float64Array(classes)
  const retained = new Float64Array(classes)
  const met: number[] = []
  for (const node of nodes) {
    const index = table.classOf[node]!
    if (count[index] === 0) met.push(index)
    count[index]!++
    shallow[index]! += shallowSize[node]!
    retained[index]! += retainedSize[node]!
  }
  return met.map((index) => ({
    name: table.classes[index]!.name,
    count: count[index]!,
    shallowSize: shallow[index]!,
    retainedSize: retained[index]!,
  }))
}

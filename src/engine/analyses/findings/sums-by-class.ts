import type { CompleteHeap } from '../heap.ts'

/** Objects of one class among a set; `retainedSize` adds up what each retains. */
export interface ClassSum {
  readonly name: string
  readonly count: number
  readonly shallowSize: number
  readonly retainedSize: number
}

/** By set of nodes: who finds something, and who shows it, ask for the same. */
const KNOWN = new WeakMap<Uint32Array, readonly ClassSum[]>()

/** The classes of a set of nodes of one heap, by their first node. O(nodes + classes), once for each set. */
export function sumsByClass(heap: CompleteHeap, nodes: Uint32Array): readonly ClassSum[] {
  const known = KNOWN.get(nodes)
  if (known) return known
  const sums = sumUp(heap, nodes)
  KNOWN.set(nodes, sums)
  return sums
}

function sumUp({ table, shallowSize, ready }: CompleteHeap, nodes: Uint32Array): readonly ClassSum[] {
  const { retainedSize } = ready.graph
  const classes = table.classes.length
  const count = new Uint32Array(classes)
  const shallow = new Float64Array(classes)
  const retained = new Float64Array(classes)
  const met: number[] = []
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!
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

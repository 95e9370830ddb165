import type { Task } from '../base/task.ts'
import { type Lost, markLost } from '../graph/mark.ts'
import type { FreedClass, WhatIf } from '../model/retainer-rows.ts'
import { classQuery } from './class-query.ts'
import type { CompleteHeap } from './heap.ts'
import { notReady } from './node-row.ts'
import type { FoundRemoval } from './removed.ts'
import { sumOver } from './retained-of-set.ts'

/** Classes that are listed. */
const MOST_CLASSES = 100

/**
 * What would be freed if references were cut and retainers were not there: exactly, by marking without them. O(nodes +
 * edges) at worst, less where it can only be found below one dominator.
 *
 * @param selected distinct, ascending
 * @throws HeapError `not-ready` before references are turned round
 */
export async function whatIf(
  heap: CompleteHeap,
  { removal, cutEdges, ignoredNodes }: FoundRemoval,
  selected: Uint32Array,
  task: Task,
): Promise<WhatIf> {
  const { graph, retainers } = heap.ready
  if (!retainers) throw notReady()
  task.begin('answer', heap.snapshot.nodeCount)
  const lost = await markLost(graph, retainers, removal, task)
  task.end()
  const classes = freedClasses(heap, lost)
  return {
    cutEdges,
    ignoredNodes,
    freed: { count: lost.count, bytes: lost.bytes },
    selected: { count: selected.length, bytes: sumOver(heap, selected).bytes },
    freedOfSelection: sumLost(heap, selected, lost),
    classes: classes.slice(0, MOST_CLASSES),
    classCount: classes.length,
  }
}

function sumLost({ shallowSize }: CompleteHeap, selected: Uint32Array, { nodes }: Lost) {
  let count = 0
  let bytes = 0
  for (let i = 0; i < selected.length; i++) {
    if (!nodes.has(selected[i]!)) continue
    count++
    bytes += shallowSize[selected[i]!]!
  }
  return { count, bytes }
}

/** What goes of each class. O(nodes / 8 + those that go). */
function freedClasses({ table, shallowSize, sizes }: CompleteHeap, { nodes }: Lost): FreedClass[] {
  const { classOf, classes } = table
  const counts = new Uint32Array(classes.length)
  const sums = new Float64Array(classes.length)
  nodes.forEach((node) => {
    const size = shallowSize[node]!
    if (size === 0) return
    counts[classOf[node]!]!++
    sums[classOf[node]!]! += size
  })
  const found = classes.flatMap(({ name, key, kind }, index): FreedClass[] => {
    const freed = { count: counts[index]!, bytes: sums[index]! }
    const all = { count: sizes.count[index]!, bytes: sizes.shallowSize[index]! }
    return freed.count === 0 ? [] : [{ name, key, kind, freed, all, query: classQuery(classes, index) }]
  })
  return found.sort((a, b) => b.freed.bytes - a.freed.bytes)
}

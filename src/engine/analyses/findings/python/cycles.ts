import type { WeakEdges } from '../../../model/cycle-rows.ts'
import { plain, share, size, type Words, words } from '../../../model/words.ts'
import { topsOf } from '../../../graph/tops.ts'
import type { Task } from '../../../base/task.ts'
import { CYCLES } from '../../cycles/cycle-fields.ts'
import type { CycleGroup } from '../../cycles/find-cycles.ts'
import { weakEdgesOf } from '../../cycles/list-cycles.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { rootChild } from '../../python/root-children.ts'
import { lostOfSet } from '../../retained-of-set.ts'
import type { Draft, Rule } from '../rule.ts'
import { isWorthTelling } from '../severity.ts'

/** Cycles that nothing uses any more and that only the collector can free. */
export const cycles: Rule = {
  name: 'cycles',
  title: 'Cycles that wait for the collector',
  about:
    'Objects that refer to each other in a circle and that nothing else refers to: reference counts never free them, only the cycle collector does.',
  family: 'cpython',
  async find(heap, task) {
    if (!hasGarbage(heap)) return []
    const { groups } = await CYCLES.of(heap, task)
    const found: Draft[] = []
    for (const group of groups) {
      if (group.waiting.length > 0) found.push(await draftOf(heap, group, task))
    }
    return found
  },
}

/** Most heaps have none that is worth telling; then nothing has to be looked for. */
function hasGarbage(heap: WholeHeap): boolean {
  if (rootChild(heap.snapshot, '(gc.garbage)') !== null) return true
  const { retainedSize } = heap.ready.graph
  const waiting = rootChild(heap.snapshot, '(unreachable cycles)')
  return waiting !== null && isWorthTelling(retainedSize[waiting]!, heapSize(heap))
}

async function draftOf(heap: WholeHeap, group: CycleGroup, task: Task): Promise<Draft> {
  const { snapshot, ready } = heap
  const { graph, retainers } = ready
  const nodes = Uint32Array.from(group.waiting.flatMap((members) => Array.from(members))).sort()
  task.begin('answer', snapshot.nodeCount)
  const { bytes } = await lostOfSet(graph, retainers, nodes, task)
  task.end()
  const weak = weakEdgesOf(heap, retainers, group)
  const isOff = snapshot.python!.process.gc?.enabled === false
  const count = group.waiting.length
  const finalizers = group.finalizers
  return {
    title: words`${count} unused ${plain(count === 1 ? 'cycle' : 'cycles')} of ${group.name} ${plain(count === 1 ? 'waits' : 'wait')} for the collector, ${size(bytes)}`,
    facts: words`Nothing but these ${nodes.length} objects refers to them; with what they keep they are ${share(bytes, heapSize(heap))} of the heap. ${plain(isOff ? 'The collector is switched off, so that nothing ever frees them.' : 'They are freed only when the collector next looks through their generation.')}${finalizers > 0 ? words` ${finalizers} of the objects in such cycles have ${'__del__'}, which runs only then.` : plain('')}`,
    cure: cureOf(weak, isOff),
    confidence: { level: 'sure', reason: words`no root leads to them` },
    owner: weak?.edges[0]?.name ?? group.name,
    subject: group.name,
    object: nodes[0]!,
    nodes,
    retained: bytes,
    saving: { bytes, estimate: false, method: words`what goes with these objects` },
    claims: { node: topsOf(graph, nodes), bytes: null },
    fault: isOff ? 'leak' : 'waste',
  }
}

function cureOf(weak: WeakEdges | null, isOff: boolean): Words {
  const collect = isOff
    ? words`call ${'gc.collect()'} now and then, or leave the collector on`
    : words`call ${'gc.collect()'} where many of them were dropped`
  if (!weak)
    return words`Cut the circle where the objects are done with: set one of its references to ${'None'}. Or ${collect}.`
  const names = weak.edges.flatMap(({ name }, at) => (at === 0 ? words`${name}` : words` and ${name}`))
  return words`Make ${names} weak, with ${'weakref.ref'} or ${'weakref.proxy'}: then the objects go as soon as the last use of them ends. Or ${collect}.`
}

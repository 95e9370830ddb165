import type { Task } from '../../../base/task.ts'
import { commonDominator } from '../../../graph/common-dominator.ts'
import { inSlices, mapInTurns } from '../../../graph/in-slices.ts'
import { isGlobalName } from '../../../model/global-name.ts'
import type { Kind } from '../../../model/rows.ts'
import { share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { LONG_LIVED, roleOf } from '../node-roles.ts'
import { type Draft, NO_CLAIMS, type Rule } from '../rule.ts'

/** Of the heap, that all objects of the class together keep. */
const LEAST_SHARE = 0.2
const LEAST_COUNT = 100
const KINDS: ReadonlySet<Kind> = new Set<Kind>(['object', 'native'])
/** What every program has many of, which says nothing of why. */
const PLAIN: ReadonlySet<string> = new Set([
  'Object',
  'Array',
  'Map',
  'Set',
  'ArrayBuffer',
  'Promise',
  'dict',
  'list',
  'tuple',
  'set',
  'frozenset',
  'bytes',
  'type',
  'module',
  'cell',
  'frame',
])

/** Classes whose objects together keep much of the heap though no single thing holds them all. */
export const largeClass: Rule = {
  name: 'large-class',
  title: 'Class whose objects keep much of the heap',
  about:
    'A class with a hundred objects and more that together keep a fifth of the heap or more, and that no single collection or object holds.',
  family: null,
  async find(heap, task) {
    // Roles stand on them.
    await COLLECTIONS.of(heap, task)
    const { classRetained } = heap.ready
    const { classes } = heap.table
    const total = heapSize(heap)
    const candidates = [...classes.keys()].filter(
      (index) =>
        classRetained[index]! >= LEAST_SHARE * total &&
        heap.sizes.count[index]! >= LEAST_COUNT &&
        KINDS.has(classes[index]!.kind) &&
        isOfProgram(classes[index]!.name),
    )
    const spread: Instances[] = []
    for (const index of candidates) {
      const instances = await instancesOf(heap, index, task)
      if (isSpread(heap, instances.nodes)) spread.push(instances)
    }
    return mapInTurns(task, spread, (instances) => draftOf(heap, instances))
  },
}

function isOfProgram(name: string): boolean {
  return !PLAIN.has(name) && !name.startsWith('system / ') && !isGlobalName(name)
}

interface Instances {
  /** Of their class. */
  readonly index: number
  /** Ascending. */
  readonly nodes: Uint32Array
  /** The one that retains most. */
  readonly largest: number
}

async function instancesOf(
  { table, snapshot, sizes, shallowSize, ready }: WholeHeap,
  index: number,
  task: Task,
): Promise<Instances> {
  const { classOf } = table
  const { retainedSize } = ready.graph
  const nodes = new Uint32Array(sizes.count[index]!)
  let at = 0
  let largest = -1
  task.begin('answer', snapshot.nodeCount)
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (classOf[node] !== index || shallowSize[node] === 0) continue
      nodes[at++] = node
      if (largest === -1 || retainedSize[node]! > retainedSize[largest]!) largest = node
    }
  })
  task.end()
  return { index, nodes, largest }
}

/** Whether what holds all of them lives as long as the program, so that nothing tells what to look at but they themselves. */
function isSpread(heap: WholeHeap, nodes: Uint32Array): boolean {
  const top = commonDominator(heap.ready.graph, nodes)
  return LONG_LIVED.has(roleOf(heap, top))
}

function draftOf(heap: WholeHeap, { index, nodes, largest }: Instances): Draft {
  const { table, ready } = heap
  const { name } = table.classes[index]!
  const { retainedSize } = ready.graph
  const retained = ready.classRetained[index]!
  const total = heapSize(heap)
  return {
    title: words`${nodes.length} ${name} objects together keep ${size(retained)} alive, ${share(retained, total)} of the heap`,
    facts: words`No single collection or object holds them all; the largest keeps ${size(retainedSize[largest]!)}.`,
    cure: words`Look at what keeps them, all together: the retainers of the selection. Where they are done with, clear that reference; where each is needed, make it smaller.`,
    confidence: {
      level: 'possible',
      reason: words`that there are many does not say that there are too many`,
    },
    owner: name,
    subject: name,
    object: largest,
    nodes,
    retained,
    saving: null,
    claims: NO_CLAIMS,
    fault: 'leak',
  }
}

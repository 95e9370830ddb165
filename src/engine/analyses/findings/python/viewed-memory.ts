import type { Task } from '../../../base/task.ts'
import { FirstEdges, NO_EDGE } from '../../../graph/first-edges.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { stringsWithText } from '../../../graph/same-text.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import type { WholeHeap } from '../../heap.ts'
import { nameOfNode } from './class-facts.ts'

/** Memory of one object, and all that keeps it alive: views that show the whole of it or a part. */
export interface ViewedMemory {
  readonly base: number
  /** Those that something else than a view refers to, ascending. */
  readonly views: readonly number[]
  /** What else stands between these and the base, ascending. */
  readonly between: readonly number[]
  /** What the views show, each by itself: bytes. */
  readonly shown: number
}

/** Less is no large base. Bytes. */
const LARGE = 1024
/** Views of views are followed through so many. */
const MOST_STEPS = 16
/** What the agent says of an array without memory of its own, and of a `memoryview`. */
const SHOWN = /, view of (\d+) bytes$|^(\d+) bytes, format /
/** What `memoryview` shares with others of the same object. */
const MANAGED = 'managedbuffer'
/** Neither a view nor what stands between one and its base. */
const NONE = -1
const BETWEEN = -2

/**
 * The objects of bytes and numbers that nothing keeps alive but views: arrays of NumPy over others, and `memoryview`.
 * O(nodes + strings + references to what is viewed).
 */
export async function findViewedMemory(heap: WholeHeap, task: Task): Promise<readonly ViewedMemory[]> {
  const { snapshot } = heap
  const { nodeCount, nodeType, selfSize } = snapshot
  task.begin('answer', 2 * nodeCount)
  const [bases, referents] = await stringsWithText(snapshot.strings, ['base', 'referent'], task)
  const baseOf = new FirstEdges(snapshot, EdgeType.internal, bases!)
  const referentOf = new FirstEdges(snapshot, EdgeType.internal, referents!)
  const shownOf = shownReader(heap, baseOf)
  const next = (node: number): number => {
    const base = baseOf.target(node)
    return base === NO_EDGE ? referentOf.target(node) : base
  }
  const links = new Map<number, number[]>()
  const add = (node: number): void => {
    let base = next(node)
    for (let step = 0; step < MOST_STEPS && base !== NO_EDGE && shownOf(base) !== NONE; step++)
      base = next(base)
    if (base === NO_EDGE || selfSize[base]! < LARGE) return
    const known = links.get(base)
    if (known) known.push(node)
    else links.set(base, [node])
  }
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (nodeType[node] === NodeType.object && shownOf(node) !== NONE) add(node)
    }
  })
  task.end()
  return [...links].flatMap(([base, own]) => viewedBy(heap, base, own, shownOf) ?? [])
}

/** Reads how many bytes a view shows: `NONE` of what is none, `BETWEEN` of what stands between. */
function shownReader({ snapshot, table }: WholeHeap, baseOf: FirstEdges): (node: number) => number {
  const isManaged = table.classes.map(({ name }) => name === MANAGED)
  const isMemoryView = table.classes.map(({ name }) => name === 'memoryview')
  return (node) => {
    const at = table.classOf[node]!
    if (isManaged[at]) return BETWEEN
    if (!isMemoryView[at] && baseOf.target(node) === NO_EDGE) return NONE
    const said = SHOWN.exec(nameOfNode(snapshot, node))
    return said ? Number(said[1] ?? said[2]) : NONE
  }
}

/** @param links all that leads to a base through views, ascending. Null where something else refers to it too */
function viewedBy(
  { snapshot, ready }: WholeHeap,
  base: number,
  links: readonly number[],
  shownOf: (node: number) => number,
): ViewedMemory | null {
  const { first, source } = ready.retainers
  const all = new Set(links)
  const holders = source.subarray(first[base], first[base + 1])
  // A count above the references in the capture tells of somebody in C.
  const isKeptByViews =
    snapshot.python!.refcount[base]! <= holders.length && holders.every((entry) => all.has(entry >>> 1))
  if (!isKeptByViews) return null
  const isUsed = (node: number): boolean =>
    shownOf(node) !== BETWEEN &&
    source.subarray(first[node], first[node + 1]).some((entry) => (entry & 1) === 1 && !all.has(entry >>> 1))
  const views = links.filter(isUsed)
  const used = new Set(views)
  return {
    base,
    views,
    between: links.filter((node) => !used.has(node)),
    shown: views.reduce((sum, view) => sum + shownOf(view), 0),
  }
}

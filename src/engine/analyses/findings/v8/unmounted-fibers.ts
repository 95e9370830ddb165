import type { Task } from '../../../base/task.ts'
import { NodeType } from '../../../model/kinds.ts'
import { size, words } from '../../../model/words.ts'
import { type CollectionNames, collectionNames } from '../../collections/collection-names.ts'
import { EngineInternals } from '../../engine-internals.ts'
import type { WholeHeap } from '../../heap.ts'
import { retainedSum } from '../../retained-of-set.ts'
import type { ReactFibers } from '../../react/react-fibers.ts'
import { byOwner, type OwnedGroup } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft } from '../rule.ts'

/** React itself keeps a few of what it unmounted last. */
const LEAST_FIBERS = 10
/** From a fiber to the function that a program gave away it takes five steps or so. */
const MOST_STEPS = 12

/** Components that are unmounted and that a function of theirs, given away and never taken back, still holds. */
export async function unmountedFibers(
  heap: WholeHeap,
  { unmounted, instances }: ReactFibers,
  task: Task,
): Promise<readonly Draft[]> {
  if (unmounted.length < LEAST_FIBERS) return []
  const tops = topsOf(heap, unmounted, instances, await collectionNames(heap, task))
  const groups = await byOwner(heap, tops, task)
  return groups.filter(({ nodes }) => nodes.length >= LEAST_FIBERS).map((group) => draftOf(heap, group))
}

/**
 * For each fiber the outermost node that is there for it alone: up the dominator tree over functions, their scopes, the
 * engine's own lists and objects of class components, as long as no second fiber hangs from there.
 */
function topsOf(
  heap: WholeHeap,
  unmounted: Uint32Array,
  instances: ReadonlySet<number>,
  names: CollectionNames,
): Uint32Array {
  const fibersBelow = new Map<number, number>()
  const ways = Array.from(unmounted, (fiber) => wayUp(heap, fiber, instances, names))
  for (const way of ways) for (const node of way) fibersBelow.set(node, (fibersBelow.get(node) ?? 0) + 1)
  const tops = ways.map((way) => way.findLast((node) => fibersBelow.get(node) === 1) ?? way[0]!)
  return Uint32Array.from(new Set(tops)).sort()
}

function wayUp(
  heap: WholeHeap,
  fiber: number,
  instances: ReadonlySet<number>,
  names: CollectionNames,
): number[] {
  const { nodeType } = heap.snapshot
  const { dominator } = heap.ready.graph
  const internals = EngineInternals.of(heap)
  const way = [fiber]
  for (let at = dominator[fiber]!; way.length < MOST_STEPS; at = dominator[at]!) {
    const isOfComponent =
      nodeType[at] === NodeType.closure ||
      nodeType[at] === NodeType.array ||
      internals.isScope(at) ||
      instances.has(at)
    if (!isOfComponent || names.ownerOf(at) !== null) break
    way.push(at)
  }
  return way
}

function draftOf(heap: WholeHeap, { owner, nodes }: OwnedGroup): Draft {
  const retained = retainedSum(heap.ready.graph, nodes)
  return {
    title: words`${ownerWords(owner)} keeps ${nodes.length} unmounted React components, ${size(retained)}`,
    facts: words`Each is held by a function of its own, such as a listener that sets its state. React has them in no tree any more, but the functions keep them with their last state.`,
    cure: words`Take the function back when the component is unmounted: ${'useEffect(() => { const stop = subscribe(listener); return stop }, [])'}.`,
    confidence: {
      level: 'likely',
      reason: words`no tree of a React root has them, and React keeps only a few of what was unmounted last`,
    },
    owner,
    subject: 'FiberNode',
    object: nodes[0]!,
    nodes,
    retained,
    saving: {
      bytes: retained,
      estimate: false,
      method: words`what the functions alone keep, with the state of the components`,
    },
    claims: { node: nodes, bytes: null },
    fault: 'leak',
  }
}

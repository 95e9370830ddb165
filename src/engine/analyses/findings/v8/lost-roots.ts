import type { Task } from '../../../base/task.ts'
import { topsOf } from '../../../graph/tops.ts'
import { Detachedness, NodeType } from '../../../model/kinds.ts'
import { plain, size, words } from '../../../model/words.ts'
import type { WholeHeap } from '../../heap.ts'
import { lostOfSet } from '../../retained-of-set.ts'
import type { ReactFibers, ReactRoot } from '../../react/react-fibers.ts'
import { byOwner } from '../by-owner.ts'
import { ownerWords } from '../owner-words.ts'
import type { Draft } from '../rule.ts'

/** Roots that still have their components, though the element they are shown in is in no document. */
export async function lostRoots(
  heap: WholeHeap,
  { roots, stateNode }: ReactFibers,
  task: Task,
): Promise<readonly Draft[]> {
  const lost = new Map<number, ReactRoot>()
  for (const root of roots) {
    const isLost = heap.detachedness[root.container] === Detachedness.detached && !root.isEmpty
    if (isLost) lost.set(root.handle ?? root.node, root)
  }
  const groups = await byOwner(heap, Uint32Array.from(lost.keys()).sort(), task)
  const drafts: Draft[] = []
  for (const { owner, nodes } of groups) {
    const own = Array.from(nodes, (node) => lost.get(node)!)
    drafts.push(await draftOf(heap, owner, own, stateNode, task))
  }
  return drafts
}

async function draftOf(
  heap: WholeHeap,
  owner: string,
  roots: readonly ReactRoot[],
  stateNode: ReactFibers['stateNode'],
  task: Task,
): Promise<Draft> {
  const { graph, retainers } = heap.ready
  const fibers = roots.flatMap((root) => root.fibers)
  const elements = fibers
    .map(stateNode)
    .filter((node) => heap.snapshot.nodeType[node] === NodeType.native && heap.shallowSize[node]! > 0)
  const records = roots.flatMap(({ node, container, handle }) => [node, container, handle ?? node])
  const nodes = Uint32Array.from(new Set([...fibers, ...elements, ...records])).sort()
  const { bytes } = await lostOfSet(graph, retainers, nodes, task)
  return {
    title: words`${ownerWords(owner)} keeps ${roots.length} React ${plain(roots.length === 1 ? 'root' : 'roots')} whose element is in no document, ${size(bytes)}`,
    facts: words`They were not unmounted, so React keeps all they show: ${fibers.length} fibers and ${elements.length} elements.`,
    cure: words`Call ${'root.unmount()'} where the element is removed, and let go of both.`,
    confidence: {
      level: 'likely',
      reason: words`the browser says that the elements are detached, though a program may mean to show them again`,
    },
    owner,
    subject: 'ReactDOMRoot',
    object: roots[0]!.handle ?? roots[0]!.node,
    nodes,
    retained: bytes,
    saving: {
      bytes,
      estimate: false,
      method: words`what goes with the roots, their fibers and their elements`,
    },
    claims: { node: topsOf(graph, nodes), bytes: null },
    fault: 'leak',
  }
}

import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { barrierOf } from '../../graph/kept-only.ts'
import { Detachedness, EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { type Held, HeldGroups } from './held.ts'
import { Holders } from './holders.ts'

const DETACHED = /^Detached /

/**
 * DOM nodes that are in no document any more. Detached native nodes that refer to each other, in whichever direction, are
 * one tree; trees are grouped by the class of the node through which they are held and by what holds it.
 * O(detached nodes, edges out of and into them, and of what they are held by); O(nodes) to find them.
 */
export async function detachedTrees(heap: CompleteHeap, task: Task): Promise<Held> {
  const { snapshot, detachedness, table } = heap
  const barrier = new BitSet(snapshot.nodeCount)
  const natives: number[] = []
  await inSlices(task, detachedness.length, (from, to) => {
    for (let node = from; node < to; node++) {
      if (detachedness[node] !== Detachedness.detached) continue
      barrier.add(node)
      if (snapshot.nodeType[node] === NodeType.native) natives.push(node)
    }
  })
  const trees = await joinTrees(heap, Uint32Array.from(natives), task)
  const holders = new Holders(heap)
  /** Numbers the texts that say what holds. */
  const numbers = new Map<string, number>()
  const groups = new HeldGroups()
  for (const tree of trees) {
    const { held, retainer, edge } = holders.ofTree(tree)
    const holder = holders.textOf(retainer, edge)
    const number = numbers.get(holder) ?? numbers.size
    numbers.set(holder, number)
    const group = groups.thing([table.classOf[held]!, number], () => ({
      name: table.classes[table.classOf[held]!]!.name.replace(DETACHED, ''),
      holder,
      source: null,
    }))
    for (const node of tree) groups.put(node, group)
    const wait = task.tick(snapshot.nodeCount)
    if (wait) await wait
  }
  return groups.held(barrierOf(barrier))
}

/** The nodes sorted into trees; each tree and all trees in file order. Union by the smaller node, paths halved. */
async function joinTrees({ snapshot }: CompleteHeap, nodes: Uint32Array, task: Task): Promise<number[][]> {
  const { firstEdge, edgeLink } = snapshot
  const parent = new Map<number, number>(Array.from(nodes, (node) => [node, node]))
  const find = (node: number): number => {
    let at = node
    for (let up = parent.get(at)!; up !== at; up = parent.get(at)!) {
      parent.set(at, parent.get(up)!)
      at = up
    }
    return at
  }
  await inSlices(task, nodes.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = nodes[i]!
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        if (linkType(edgeLink[edge]!) === EdgeType.weak || !parent.has(target)) continue
        const [a, b] = [find(node), find(target)]
        parent.set(Math.max(a, b), Math.min(a, b))
      }
    }
  })
  const trees = new Map<number, number[]>()
  for (const node of nodes) {
    const top = find(node)
    const tree = trees.get(top)
    if (tree) tree.push(node)
    else trees.set(top, [node])
  }
  return [...trees.values()]
}

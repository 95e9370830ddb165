import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { barrierOf } from '../../graph/kept-only.ts'
import { Detachedness, EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { collectionNames } from '../collections/collection-names.ts'
import { type Held, HeldGroups } from './held.ts'
import { Holders } from './holders.ts'

const DETACHED = /^Detached /
/** Newer engines write their own values and records as native, and below a detached element these count as detached. */
const ENGINES = /^Detached (?:undefined|null|true|false|system \/ .*)$/s

/**
 * DOM nodes that are in no document any more. Detached native nodes that refer to each other, in whichever direction, are
 * one tree; trees are grouped by the class of the node through which they are held and by what holds it.
 * O(detached nodes, edges out of and into them, and of what they are held by); O(nodes) to find them.
 */
export async function detachedTrees(heap: CompleteHeap, task: Task): Promise<Held> {
  const { snapshot, detachedness, table } = heap
  const barrier = new BitSet(snapshot.nodeCount)
  const natives: number[] = []
  const isEngines = table.classes.map(({ name }) => ENGINES.test(name))
  await inSlices(task, detachedness.length, (from, to) => {
    for (let node = from; node < to; node++) {
      if (detachedness[node] !== Detachedness.detached || isEngines[table.classOf[node]!]) continue
      barrier.add(node)
      if (snapshot.nodeType[node] === NodeType.native) natives.push(node)
    }
  })
  const groups = new HeldGroups(snapshot.nodeCount)
  if (natives.length === 0) return groups.held(barrierOf(barrier))
  const { count, first, nodes, treeOf } = await joinTrees(heap, Uint32Array.from(natives), task)
  const holders = new Holders(heap, await collectionNames(heap, task))
  /** Numbers the texts that say what holds. */
  const numbers = new Map<string, number>()
  for (let tree = 0; tree < count; tree++) {
    const own = nodes.subarray(first[tree], first[tree + 1])
    const { held, retainer, edge } = holders.ofTree(own, (node) => treeOf[node] === tree + 1)
    const holder = holders.textOf(retainer, edge)
    const number = numbers.get(holder) ?? numbers.size
    numbers.set(holder, number)
    const group = groups.thing([table.classOf[held]!, number], () => ({
      name: table.classes[table.classOf[held]!]!.name.replace(DETACHED, ''),
      holder,
      source: null,
    }))
    for (const node of own) groups.put(node, group)
    const wait = task.tick(snapshot.nodeCount)
    if (wait) await wait
  }
  return groups.held(barrierOf(barrier))
}

/** The nodes of tree t are `nodes[first[t]]` to `nodes[first[t + 1] - 1]`, ascending; trees stand by their first node. */
interface Trees {
  readonly count: number
  readonly first: Uint32Array
  readonly nodes: Uint32Array
  /** By node: the number of its tree plus one, 0 for what is in none. */
  readonly treeOf: Uint32Array
}

/**
 * Joins nodes that refer to each other. `above` leads from each of them to a smaller one of its tree, or to itself; ways
 * are halved when they are gone. @param nodes ascending
 */
async function joinTrees({ snapshot }: CompleteHeap, nodes: Uint32Array, task: Task): Promise<Trees> {
  const { firstEdge, edgeLink, nodeCount } = snapshot
  /** Node indexes plus one; 0 for what is in no tree. */
  const above = new Uint32Array(nodeCount)
  for (const node of nodes) above[node] = node + 1
  const find = (node: number): number => {
    let at = node
    for (let up = above[at]! - 1; up !== at; up = above[at]! - 1) {
      above[at] = above[up]!
      at = up
    }
    return at
  }
  await inSlices(task, nodes.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = nodes[i]!
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        if (linkType(edgeLink[edge]!) === EdgeType.weak || above[target] === 0) continue
        const [a, b] = [find(node), find(target)]
        above[Math.max(a, b)] = Math.min(a, b) + 1
      }
    }
  })
  return sortTrees(nodes, find, above)
}

function sortTrees(nodes: Uint32Array, find: (node: number) => number, above: Uint32Array): Trees {
  // The least node of a tree is its top, so tops are numbered before their trees' other nodes ask for the number.
  const tops = nodes.map(find)
  const treeOf = above
  let count = 0
  const size: number[] = []
  for (const [i, node] of nodes.entries()) {
    const tree = tops[i] === node ? count++ : treeOf[tops[i]!]! - 1
    treeOf[node] = tree + 1
    size[tree] = (size[tree] ?? 0) + 1
  }
  const first = new Uint32Array(count + 1)
  for (let tree = 0; tree < count; tree++) first[tree + 1] = first[tree]! + size[tree]!
  const next = first.slice()
  const sorted = new Uint32Array(nodes.length)
  for (const node of nodes) sorted[next[treeOf[node]! - 1]!++] = node
  return { count, first, nodes: sorted, treeOf }
}

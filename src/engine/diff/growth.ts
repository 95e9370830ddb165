import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { type Comparison, NO_NODE } from '../model/digest.ts'
import type { Graph } from '../model/graph.ts'
import type { Growth } from '../model/growth.ts'
import { inverse, nearestOwner } from './owners.ts'

/** The dominator tree of the open heap, the target, with its adjusted shallow sizes. */
export type GrownTree = Pick<Graph, 'dominator' | 'dominated' | 'shallowSize'> & { readonly root: number }

/**
 * What came and went beneath each object of the target, so that it adds up in the dominator tree: new objects where they
 * are, deleted ones at the nearest object above them in the base's tree that the target has too.
 * O(nodes of both); 16 bytes a node, and 8 more meanwhile. @param comparison of the target
 */
export async function growthBeneath(
  tree: GrownTree,
  { other, counterpart }: Comparison,
  task: Task,
): Promise<Growth> {
  const { shallowSize } = tree
  const nodes = counterpart.length
  const growth = new Float64Array(nodes)
  const added = new Float64Array(nodes)
  const inTarget = await inverse(counterpart, other.nodeCount, task)
  task.begin('answer', 3 * nodes + other.nodeCount)
  await inSlices(task, nodes, (from, to) => {
    for (let node = from; node < to; node++) {
      const size = shallowSize[node]!
      const twin = counterpart[node]!
      if (twin === NO_NODE) growth[node] = added[node] = size
      else growth[node] = size - other.shallowSize[twin]!
    }
  })
  const ownerThere = nearestOwner(other.dominator, (node) => inTarget[node] !== NO_NODE)
  const takeAway = (from: number, to: number): void => {
    for (let node = from; node < to; node++) {
      if (inTarget[node] === NO_NODE) growth[inTarget[ownerThere(node)]!]! -= other.shallowSize[node]!
    }
  }
  await inSlices(task, other.nodeCount, takeAway, nodes)
  const order = await fromTheTop(tree, task, nodes + other.nodeCount)
  const addUp = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const node = order[nodes - 1 - i]!
      const above = tree.dominator[node]!
      growth[above]! += growth[node]!
      added[above]! += added[node]!
    }
  }
  // All but the root, which stands first.
  await inSlices(task, nodes - 1, addUp, 2 * nodes + other.nodeCount)
  task.end()
  return { growth, added }
}

/** All nodes, each after its dominator. O(nodes). */
async function fromTheTop({ dominated, root }: GrownTree, task: Task, done: number): Promise<Uint32Array> {
  const { first, node: children } = dominated
  const order = new Uint32Array(first.length - 1)
  order[0] = root
  let count = 1
  const visit = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      const node = order[i]!
      for (let at = first[node]!; at < first[node + 1]!; at++) order[count++] = children[at]!
    }
  }
  await inSlices(task, order.length, visit, done)
  return order
}

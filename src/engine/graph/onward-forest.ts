import { BitSet } from '../base/bit-set.ts'
import { grown } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import type { Graph } from '../model/graph.ts'
import { linkTarget } from '../model/links.ts'
import { keepsAlive } from './essential-edges.ts'
import { untilDone } from './in-slices.ts'
import { NO_EDGE } from './nearest-retainers.ts'
import type { PathForest } from './path-forest.ts'

const FIRST_ROOM = 1 << 8

/** What some nodes lead to, as a forest below them, and how many references lead to a node that has another place. */
export interface OnwardForest {
  readonly forest: PathForest
  readonly further: number
}

/**
 * Everything that some nodes lead to, each node once: below the node that refers to it on a shortest way, of several the one
 * found first. `paths` and `bytes` of a place are those of itself and all below it. Weak references are not followed, and
 * nothing is below `walls` but where they are starts. No path ends in it: `ends` are 0.
 * O(nodes and edges reached), 25 bytes for each node reached and a bit for each of the heap. Breadth-first search.
 *
 * @param starts distinct; they are the tops
 */
export async function onwardForest(
  graph: Graph,
  starts: Uint32Array,
  walls: BitSet,
  task: Task,
): Promise<OnwardForest> {
  const { snapshot, essential, shallowSize } = graph
  const { nodeCount, firstEdge, edgeLink } = snapshot
  const placed = new BitSet(nodeCount)
  let node: Uint32Array = new Uint32Array(Math.max(FIRST_ROOM, starts.length))
  let above: Uint32Array = new Uint32Array(node.length)
  let edgeTo: Uint32Array = new Uint32Array(node.length)
  let count = 0
  let further = 0
  const add = (target: number, parent: number, edge: number): void => {
    placed.add(target)
    if (count === node.length) {
      node = grown(node, 2 * count)
      above = grown(above, 2 * count)
      edgeTo = grown(edgeTo, 2 * count)
    }
    node[count] = target
    above[count] = parent
    edgeTo[count++] = edge
  }
  for (const start of starts) add(start, count, NO_EDGE)
  let at = 0
  await untilDone(
    task,
    (budget) => {
      for (const end = at + budget; at < end && at < count; at++) {
        const source = node[at]!
        if (at >= starts.length && walls.has(source)) continue
        for (let edge = firstEdge[source]!; edge < firstEdge[source + 1]!; edge++) {
          if (!keepsAlive(snapshot, essential, source, edge)) continue
          const target = linkTarget(edgeLink[edge]!)
          if (placed.has(target)) further++
          else add(target, at, edge)
        }
      }
      return at === count
    },
    () => at,
  )
  const paths = new Uint32Array(count).fill(1)
  const bytes = Float64Array.from(node.subarray(0, count), (one) => shallowSize[one]!)
  for (let place = count - 1; place >= starts.length; place--) {
    paths[above[place]!]! += paths[place]!
    bytes[above[place]!]! += bytes[place]!
  }
  const forest = {
    count,
    tops: starts.length,
    node: node.slice(0, count),
    above: above.slice(0, count),
    edge: edgeTo.slice(0, count),
    ends: new Uint8Array(count),
    paths,
    bytes,
    unreached: new Uint32Array(0),
    isTree: true,
  }
  return { forest, further }
}

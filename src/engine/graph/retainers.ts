import type { BitSet } from '../base/bit-set.ts'
import { touched } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import type { EssentialEdges, Retainers } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { keepsAlive, specialSources } from './essential-edges.ts'
import { inSlices } from './in-slices.ts'

/** Sorts all edges by target. O(nodes + edges). */
export async function collectRetainers(
  snapshot: Snapshot,
  essential: EssentialEdges,
  task: Task,
  done = 0,
): Promise<Retainers> {
  const { nodeCount, edgeCount, edgeLink } = snapshot
  const first = touched(new Uint32Array(nodeCount + 1))
  await inSlices(task, edgeCount, (from, to) => countTargets(first, edgeLink, from, to), done)
  accumulate(first)
  const source = new Uint32Array(edgeCount)
  const special = specialSources(snapshot, essential)
  // Downward, since stretches are filled from their ends.
  const fill = (from: number, to: number): void => {
    place(snapshot, essential, special, first, source, nodeCount - 1 - from, nodeCount - 1 - to)
  }
  await inSlices(task, nodeCount, fill, done + edgeCount)
  return { first, source }
}

function countTargets(counts: Uint32Array, link: Uint32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    counts[linkTarget(link[i]!)]!++
  }
}

/** Turns counts into the end of each stretch. */
export function accumulate(counts: Uint32Array): void {
  let total = 0
  for (let i = 0; i < counts.length; i++) {
    total += counts[i]!
    counts[i] = total
  }
}

/** Places the edges of the nodes `from` down to `to`; in the end `first` holds the beginnings. */
function place(
  snapshot: Snapshot,
  essential: EssentialEdges,
  special: BitSet,
  first: Uint32Array,
  sorted: Uint32Array,
  from: number,
  to: number,
): void {
  const { firstEdge, edgeLink } = snapshot
  for (let source = from; source > to; source--) {
    const judged = special.has(source)
    const entry = source << 1
    for (let edge = firstEdge[source + 1]! - 1, last = firstEdge[source]!; edge >= last; edge--) {
      const link = edgeLink[edge]!
      const target = linkTarget(link)
      const type = linkType(link)
      const keeps = judged
        ? keepsAlive(snapshot, essential, source, edge)
        : type !== EdgeType.weak && type !== EdgeType.shortcut && target !== source
      const at = first[target]! - 1
      first[target] = at
      sorted[at] = keeps ? entry | 1 : entry
    }
  }
}

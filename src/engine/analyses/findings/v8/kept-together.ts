import type { Task } from '../../../base/task.ts'
import { lostOfSet } from '../../retained-of-set.ts'
import { retainedByGroup } from '../../class-sizes.ts'
import type { WholeHeap } from '../../heap.ts'
import type { Claims } from '../rule.ts'

/** As many groups as are told of: each may take a walk over the heap. */
const MOST = 6
/** Of what is worth a row: groups that alone keep less than this are left out before it is found out what they keep together. */
const LEAST_BYTES = 4 * 1024

/** What nodes keep alive together, exactly. */
export interface KeptTogether {
  readonly bytes: number
  readonly claims: Claims
}

/** What would be freed if all these nodes went away. O(nodes + edges) at worst. @param nodes distinct, ascending */
export async function keptTogether(heap: WholeHeap, nodes: Uint32Array, task: Task): Promise<KeptTogether> {
  const { graph, retainers } = heap.ready
  task.begin('answer', heap.snapshot.nodeCount)
  const lost = await lostOfSet(graph, retainers, nodes, task)
  task.end()
  const node = new Uint32Array(lost.count)
  let at = 0
  for (let i = 0; i < heap.snapshot.nodeCount; i++) {
    if (lost.nodes.has(i) && heap.shallowSize[i] !== 0) node[at++] = i
  }
  return { bytes: lost.bytes, claims: { node, bytes: Float64Array.from(node, (n) => heap.shallowSize[n]!) } }
}

/**
 * The groups of nodes whose nodes keep most, each one by itself, the most first; at most six. O(nodes).
 * @param groups of ascending nodes; no node is in two
 */
export async function mostKeeping<Group extends { readonly nodes: Uint32Array }>(
  heap: WholeHeap,
  groups: readonly Group[],
  task: Task,
): Promise<Group[]> {
  if (groups.length === 0) return []
  const groupOf = new Uint32Array(heap.snapshot.nodeCount)
  groups.forEach(({ nodes }, group) => nodes.forEach((node) => (groupOf[node] = group + 1)))
  task.begin('answer', heap.snapshot.nodeCount)
  const retained = await retainedByGroup(heap.ready.graph, groupOf, groups.length + 1, task)
  task.end()
  return [...groups.keys()]
    .filter((group) => retained[group + 1]! >= LEAST_BYTES)
    .toSorted((a, b) => retained[b + 1]! - retained[a + 1]!)
    .slice(0, MOST)
    .map((group) => groups[group]!)
}

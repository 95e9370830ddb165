import type { Task } from '../../../base/task.ts'
import { topsOf } from '../../../graph/tops.ts'
import type { WholeHeap } from '../../heap.ts'
import { lostOfSet, retainedSum } from '../../retained-of-set.ts'
import type { Claims, Draft } from '../rule.ts'

/** As many groups as are told of: each may take a walk over the heap. */
const MOST = 6
const MOST_LOOKED_AT = 100
/** Of what is worth a row: groups that alone keep less than this are left out before it is found out what they keep together. */
const LEAST_BYTES = 4 * 1024

const NO_OWNER = -1

/** What nodes keep alive together, exactly. */
export interface KeptTogether {
  readonly bytes: number
  readonly claims: Claims
}

/**
 * What would be freed if all these nodes went away. Records of the engine among them have no size of their own, since it
 * counts to what owns them: `owner` has it where all of theirs does. O(nodes + edges) at worst.
 * @param nodes distinct, ascending
 * @param owner what stays when they go
 */
async function keptTogether(
  heap: WholeHeap,
  nodes: Uint32Array,
  task: Task,
  owner = NO_OWNER,
): Promise<KeptTogether> {
  const { graph, retainers } = heap.ready
  task.begin('answer', heap.snapshot.nodeCount)
  const lost = await lostOfSet(graph, retainers, nodes, task)
  task.end()
  const ofOwner = owner === NO_OWNER || lost.nodes.has(owner) ? 0 : movedBytes(heap, nodes)
  const node = new Uint32Array(lost.count + (ofOwner > 0 ? 1 : 0))
  const bytes = new Float64Array(node.length)
  let at = 0
  lost.nodes.forEach((lostNode) => {
    if (heap.shallowSize[lostNode] === 0) return
    node[at] = lostNode
    bytes[at++] = heap.shallowSize[lostNode]!
  })
  if (ofOwner > 0) {
    node[at] = owner
    bytes[at] = ofOwner
  }
  return { bytes: lost.bytes + ofOwner, claims: { node, bytes } }
}

function movedBytes({ snapshot, shallowSize }: WholeHeap, nodes: Uint32Array): number {
  let bytes = 0
  for (const node of nodes) if (shallowSize[node] === 0) bytes += snapshot.selfSize[node]!
  return bytes
}

/**
 * The groups of nodes whose nodes keep most, each one by itself, the most first; at most six, of the hundred that have
 * most nodes. O(nodes of the groups and those on their ways up the dominator tree).
 * @param groups of distinct, ascending nodes
 */
function mostKeeping<Group extends { readonly nodes: Uint32Array }>(
  { ready }: WholeHeap,
  groups: readonly Group[],
): Group[] {
  const { graph } = ready
  const candidates = groups.toSorted((a, b) => b.nodes.length - a.nodes.length).slice(0, MOST_LOOKED_AT)
  const sums = candidates.map((group) => ({ group, bytes: retainedSum(graph, topsOf(graph, group.nodes)) }))
  return sums
    .filter(({ bytes }) => bytes >= LEAST_BYTES)
    .toSorted((a, b) => b.bytes - a.bytes)
    .slice(0, MOST)
    .map(({ group }) => group)
}

/**
 * What a rule tells of groups of nodes with what each keeps alive together, as far as they keep most.
 * @param owner see `keptTogether`
 */
export async function draftsOfKept<Group extends { readonly nodes: Uint32Array }>(
  heap: WholeHeap,
  groups: readonly Group[],
  draftOf: (group: Group, kept: KeptTogether) => Draft,
  task: Task,
  owner: (group: Group) => number | undefined = () => undefined,
): Promise<Draft[]> {
  const drafts: Draft[] = []
  for (const group of mostKeeping(heap, groups)) {
    drafts.push(draftOf(group, await keptTogether(heap, group.nodes, task, owner(group))))
  }
  return drafts
}

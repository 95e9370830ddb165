import { GenericSteps } from '../analyses/generic-steps.ts'
import { nodePage } from '../analyses/list-nodes.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { retainedOfSet } from '../analyses/retained-of-set.ts'
import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import { cameAndStayed } from '../diff/appeared.ts'
import { leakTops } from '../diff/leak-tops.ts'
import { clusterLeaks } from '../diff/leaks.ts'
import { plainPaths } from '../diff/plain-paths.ts'
import type { LeakPage, LeakRequest } from '../model/leak-rows.ts'
import type { ListRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { WholeHeap } from '../analyses/heap.ts'
import type { Asked } from './asked.ts'
import { passingEntries } from './filtered.ts'
import { type LeakJudge, letJudge } from './leak-judge.ts'
import { type FoundCluster, type FoundLeaks, LEAK_TABLE, leakPage } from './leak-list.ts'

/** Clusters of which it is worked out what they retain together. */
const EXACT_CLUSTERS = 20

/** Questions about what came and stayed over three captures or more. They are asked of the last. */
export const leakQuestions = {
  /**
   * What came after the first capture and stayed to the last, put together by how it is held: as three snapshots tell it,
   * (target − baseline) ∩ final. Without a sort, what retains most first and the engine's own last.
   * From then on `leak:` finds the objects of these clusters.
   * @param keys of the earlier captures, in their order
   * @throws HeapError `bad-filter`, `not-ready` where there are not three captures
   */
  async leaks(asked: Asked, keys: readonly string[], request: LeakRequest): Promise<LeakPage> {
    const leaks = await leaksOf(asked, keys)
    const filter = filterEntries(request.filter, { table: LEAK_TABLE, source: leaks, now: asked.now })
    return leakPage(leaks, request, filter)
  },

  /** The objects of one cluster. @throws HeapError `not-found`, `bad-filter`, `not-ready` */
  async leakMembers(
    asked: Asked,
    keys: readonly string[],
    fingerprint: string,
    request: ListRequest<NodeColumn>,
  ): Promise<Page<NodeRow>> {
    const { heap } = asked
    const { clusters } = await leaksOf(asked, keys)
    const cluster = clusters.find((one) => one.fingerprint === fingerprint)
    if (!cluster) throw new HeapError('not-found', `There is no cluster of leaks “${fingerprint}”.`)
    const { members } = cluster
    const filtering = { table: NODE_TABLE, source: heap, now: asked.now, task: asked.task() }
    const nodes = await passingEntries(members, request.filter, filtering)
    const key = `leak ${JSON.stringify([keys, fingerprint])} ${request.filter ?? ''}`
    return nodePage(heap, nodes, members.length, request, asked.orders, key)
  },
}

/**
 * The same by the rules of a judge. From then on `leak:` finds the objects of these clusters.
 * @param keys of the earlier captures; without any, each object there is may be a leak
 * @returns all clusters of the objects that it takes for leaks
 * @throws HeapError `not-ready`, and what the judge throws
 */
export async function judgedLeaks(
  asked: Asked,
  keys: readonly string[],
  judge: LeakJudge,
): Promise<LeakPage> {
  const { heap } = asked
  const earlier = keys.length === 0 ? [] : earlierOf(asked, keys)
  const leaks = await findLeaks(heap, earlier, asked.task(), judge)
  heap.leaks = { key: 'judged', members: membersOf(leaks) }
  asked.forget()
  return leakPage(leaks, { start: 0, end: Infinity }, null)
}

/** By earlier capture, see `Asked.counterpartsIn`. */
function earlierOf(asked: Asked, keys: readonly string[]): Uint32Array[] {
  const earlier = asked.counterpartsIn(keys)
  if (earlier.length < 2) {
    throw new HeapError(
      'not-ready',
      'Leaks are found with three captures or more: before, after, and after what should have been freed; add another.',
    )
  }
  return earlier
}

async function leaksOf(asked: Asked, keys: readonly string[]): Promise<FoundLeaks> {
  const earlier = earlierOf(asked, keys)
  const { heap } = asked
  const key = `leaks ${JSON.stringify(keys)}`
  if (heap.leaks?.key !== key) {
    heap.leaks = { key, members: null }
    // What `leak:` finds is of other captures from now on.
    asked.forget()
  }
  const sets = heap.leaks
  const found = await asked.shared(key, (task) => findLeaks(heap, earlier, task))
  sets.members ??= membersOf(found)
  return found
}

function membersOf({ clusters }: FoundLeaks): Map<string, Uint32Array> {
  return new Map(clusters.map(({ fingerprint, members }) => [fingerprint, members]))
}

async function findLeaks(
  heap: WholeHeap,
  earlier: readonly Uint32Array[],
  task: Task,
  judge: LeakJudge | null = null,
): Promise<FoundLeaks> {
  const { graph, retainers } = heap.ready
  const steps = new GenericSteps(heap)
  const came = earlier.length === 0 ? allButRoot(heap) : await cameAndStayed(earlier, task)
  const judged = judge && (await letJudge(judge, heap, steps, came, task))
  const all = await leakTops({ graph, came, isEngines: steps.isEngines }, task)
  const paths = judged ?? (await plainPaths(graph, retainers, steps, all, task))
  // What nothing but weak references leads to is no leak.
  const tops = all.filter((node) => paths.has(node))
  const leftOut = (node: number): number => (steps.isEngines(node) ? steps.kindOf(node) : 0)
  const cycles = Math.max(1, earlier.length - 1)
  const clusters = clusterLeaks(tops, { graph, came, cycles, paths, leftOut })
  const found = clusters.map((cluster): FoundCluster => {
    const edges = paths.edgesTo(cluster.representative)
    return { ...cluster, edges, exact: false, engine: steps.isEngines(cluster.representative) }
  })
  found.sort(usualOrder)
  const exact = await withExactSizes(heap, found, task)
  return { heap, clusters: exact.sort(usualOrder), captures: earlier.length + 1 }
}

/** As if all had come in one cycle. */
function allButRoot({ snapshot }: WholeHeap): Uint16Array {
  const came = new Uint16Array(snapshot.nodeCount).fill(1)
  came[snapshot.root] = 0
  return came
}

/** What they retain together is at least what each of them does, so the order of the others stays as it is. */
async function withExactSizes(
  heap: WholeHeap,
  clusters: readonly FoundCluster[],
  task: Task,
): Promise<FoundCluster[]> {
  const result: FoundCluster[] = []
  for (const [place, cluster] of clusters.entries()) {
    if (place >= EXACT_CLUSTERS || cluster.engine) result.push(cluster)
    else {
      const { retained } = await retainedOfSet(heap, cluster.members, task)
      result.push({ ...cluster, retainedSize: retained.bytes, exact: true })
    }
  }
  return result
}

/** The engine's own last; what retains most first; the fingerprint decides between equals. */
function usualOrder(a: FoundCluster, b: FoundCluster): number {
  return (
    Number(a.engine) - Number(b.engine) ||
    b.retainedSize - a.retainedSize ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  )
}

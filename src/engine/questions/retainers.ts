import { heldHowElse as otherPaths } from '../analyses/held-how-else.ts'
import { HOLDER_TABLE, holderPage } from '../analyses/holder-rows.ts'
import { dominatorsOfAll, type JoinedPaths, mergePaths, preparePaths } from '../analyses/merged-paths.ts'
import { followReferences, onwardBoxes } from '../analyses/onward.ts'
import { type FoundRemoval, findRemoved } from '../analyses/removed.ts'
import { whatIf as whatIfRemoved } from '../analyses/what-if.ts'
import { whoHolds } from '../analyses/who-holds.ts'
import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import { commonWays } from '../graph/common-ways.ts'
import { joinPaths, type PathForest } from '../graph/path-forest.ts'
import { Remaining } from '../graph/remaining.ts'
import type {
  HeldHowElse,
  HolderColumn,
  HolderRow,
  MergedPaths,
  OnwardReferences,
  Removed,
  WhatIf,
} from '../model/retainer-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import type { Term } from '../model/selection-rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

export const retainerQuestions = {
  /**
   * The shortest paths to all selected objects, merged.
   * @param removed what is taken out of the heap before
   * @param opened ids of folded boxes to open
   */
  async mergedPaths(
    asked: Asked,
    terms: readonly Term[],
    removed: Removed,
    opened: readonly string[],
  ): Promise<MergedPaths> {
    const nodes = await asked.nodesOf(terms)
    const found = await removalOf(asked, removed)
    const key = `paths ${JSON.stringify([terms, removed])}`
    const joined = await asked.shared(key, (task) => joinAll(asked, nodes, found, task))
    return mergePaths(asked.heap, joined, nodes, new Set(opened), asked.task())
  },

  /** What all selected objects refer to, and so on to the end, merged. @param opened ids of folded boxes to open */
  async onwardReferences(
    asked: Asked,
    terms: readonly Term[],
    opened: readonly string[],
  ): Promise<OnwardReferences> {
    const nodes = await asked.nodesOf(terms)
    const key = `onward ${JSON.stringify(terms)}`
    const followed = await asked.shared(key, (task) => followReferences(asked.heap, nodes, task))
    return onwardBoxes(asked.heap, followed, nodes, new Set(opened), asked.task())
  },

  /** What would be freed if references were cut and retainers were not there. */
  async whatIf(asked: Asked, terms: readonly Term[], removed: Removed): Promise<WhatIf> {
    const nodes = await asked.nodesOf(terms)
    const found = await removalOf(asked, removed)
    return whatIfRemoved(asked.heap, found, nodes, asked.task())
  },

  /** What would be freed if the selected objects themselves went away together. */
  async freedWith(asked: Asked, terms: readonly Term[]): Promise<WhatIf> {
    const nodes = await asked.nodesOf(terms)
    const removal = { nodes, edges: new Uint32Array(0) }
    return whatIfRemoved(asked.heap, { removal, cutEdges: [], ignoredNodes: [] }, nodes, asked.task())
  },

  /** Who holds the selected objects directly, by class and kind of edge. */
  async holders(
    asked: Asked,
    terms: readonly Term[],
    request: ListRequest<HolderColumn>,
  ): Promise<Page<HolderRow>> {
    const { heap } = asked
    const nodes = await asked.nodesOf(terms)
    const key = `holders ${JSON.stringify(terms)}`
    const holdings = await asked.shared(key, (task) => whoHolds(heap, nodes, task))
    const source = { heap, holdings }
    const passes = filterEntries(request.filter, { table: HOLDER_TABLE, source, now: asked.now })
    return holderPage(source, request, passes, asked.orders, key)
  },

  /** The shortest path to an object and the next ones that share no object with those before, up to `most`. */
  async heldHowElse(asked: Asked, node: number, most: number, removed: Removed): Promise<HeldHowElse> {
    if (!(Number.isInteger(node) && node >= 0 && node < asked.heap.snapshot.nodeCount)) {
      throw new HeapError('not-found', `There is no node number ${node} in this heap.`)
    }
    const { removal } = await removalOf(asked, removed)
    return otherPaths(asked.heap, node, most, asked.task(), removal)
  },
}

function removalOf(asked: Asked, removed: Removed): Promise<FoundRemoval> {
  return asked.shared(`removed ${JSON.stringify(removed)}`, (task) => {
    task.begin('answer', asked.heap.snapshot.nodeCount)
    return findRemoved(asked.heap, removed, task)
  })
}

async function joinAll(
  { heap }: Asked,
  nodes: Uint32Array,
  { removal }: FoundRemoval,
  task: Task,
): Promise<JoinedPaths> {
  const { snapshot, ready } = heap
  const { graph, retainers } = ready
  const remaining = new Remaining(graph, removal)
  task.begin('answer', snapshot.nodeCount)
  const forest = await joinPaths(remaining, retainers, nodes, task)
  const unreached = new Set(forest.unreached)
  const reached = unreached.size === 0 ? nodes : nodes.filter((node) => !unreached.has(node))
  const dominators = remaining.isWhole
    ? dominatorsOfAll(graph, reached)
    : await commonWays(remaining, firstWay(forest), reached, task)
  task.end()
  return preparePaths(heap, forest, dominators)
}

/** The nodes on the way to one of the nodes that are reached. */
function firstWay({ ends, above, node }: PathForest): number[] {
  const way: number[] = []
  for (let place = Math.max(0, ends.indexOf(1)); place !== 0; place = above[place]!) way.push(node[place]!)
  return way.toReversed()
}

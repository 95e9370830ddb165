import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { FrameRow, StackAmounts, StackMeasure } from '../model/allocation-rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Traces, TraceTree } from '../model/traces.ts'

/** No place in the tree. */
export const NO_STACK = 0xffff_ffff

/** Sums over the tree of stacks, by entry. Own ones are of exactly this stack, the others of it and all below it. */
export type StackSums = Readonly<Record<StackMeasure, Float64Array>>

export interface CallTree {
  readonly snapshot: Snapshot
  readonly traces: Traces
  readonly tree: TraceTree
  /** By entry: the entry behind its last descendant. */
  readonly end: Uint32Array
  /** Steps from the top, from 0. */
  readonly depth: Uint32Array
  readonly sums: StackSums
  /** Whether nodes tell which stack allocated them. */
  readonly hasLive: boolean
}

/**
 * Null where there are no stacks. O(nodes + entries).
 * @param only the nodes that count as alive; null for all
 */
export async function callTree(
  snapshot: Snapshot,
  task: Task,
  only: BitSet | null = null,
): Promise<CallTree | null> {
  const { traces, nodeTrace } = snapshot
  if (!traces || traces.tree.id.length === 0) return null
  const { tree } = traces
  const entries = tree.id.length
  const sums: StackSums = {
    ownCount: Float64Array.from(tree.count),
    ownSize: Float64Array.from(tree.size),
    ownLiveCount: new Float64Array(entries),
    ownLiveSize: new Float64Array(entries),
    count: Float64Array.from(tree.count),
    size: Float64Array.from(tree.size),
    liveCount: new Float64Array(entries),
    liveSize: new Float64Array(entries),
  }
  if (nodeTrace) {
    const entryOf = entryFinder(tree)
    await inSlices(task, snapshot.nodeCount, (from, to) => {
      for (let node = from; node < to; node++) {
        if (only?.has(node) === false) continue
        const entry = nodeTrace[node] === 0 ? NO_STACK : entryOf(nodeTrace[node]!)
        if (entry === NO_STACK) continue
        sums.ownLiveCount[entry]!++
        sums.ownLiveSize[entry]! += snapshot.selfSize[node]!
      }
    })
    sums.liveCount.set(sums.ownLiveCount)
    sums.liveSize.set(sums.ownLiveSize)
  }
  const { end, depth } = addUp(tree, sums)
  return { snapshot, traces, tree, end, depth, sums, hasLive: nodeTrace !== null }
}

/** In preorder, what is below an entry comes behind it: from the last to the first every sum is whole when it is taken. */
function addUp({ parent }: TraceTree, { count, size, liveCount, liveSize }: StackSums) {
  const entries = parent.length
  const end = Uint32Array.from(parent, (_, entry) => entry + 1)
  const depth = new Uint32Array(entries)
  for (let entry = entries - 1; entry > 0; entry--) {
    const above = parent[entry]!
    if (above === entry) continue
    if (end[entry]! > end[above]!) end[above] = end[entry]!
    for (const column of [count, size, liveCount, liveSize]) column[above]! += column[entry]!
  }
  for (let entry = 1; entry < entries; entry++) {
    const above = parent[entry]!
    if (above !== entry) depth[entry] = depth[above]! + 1
  }
  return { end, depth }
}

/** From ids, which are mostly dense, to entries. Of several entries with one id the last counts. */
function entryFinder({ id }: TraceTree): (id: number) => number {
  const most = id.reduce((max, one) => (one > max ? one : max), 0)
  if (most <= 4 * id.length + 1024) {
    const entries = new Uint32Array(most + 1).fill(NO_STACK)
    id.forEach((one, entry) => (entries[one] = entry))
    return (one) => entries[one] ?? NO_STACK
  }
  const entries = new Map(Array.from(id, (one, entry) => [one, entry]))
  return (one) => entries.get(one) ?? NO_STACK
}

/** The entry of each node's stack; NaN where it has none. */
export function entryReader({ traces, nodeTrace }: Snapshot): (node: number) => number {
  if (!traces || !nodeTrace) return () => Number.NaN
  const entryOf = entryFinder(traces.tree)
  return (node) => {
    const entry = nodeTrace[node] === 0 ? NO_STACK : entryOf(nodeTrace[node]!)
    return entry === NO_STACK ? Number.NaN : entry
  }
}

/** The entries right below one, or at the top. O(those). */
export function childrenOf({ end }: Pick<CallTree, 'end'>, entry: number | null): number[] {
  const children: number[] = []
  const last = entry === null ? end.length : end[entry]!
  for (let at = entry === null ? 0 : entry + 1; at < last; at = end[at]!) children.push(at)
  return children
}

export function amountsAt(sums: StackSums, entry: number): StackAmounts {
  return {
    ownCount: sums.ownCount[entry]!,
    ownSize: sums.ownSize[entry]!,
    count: sums.count[entry]!,
    size: sums.size[entry]!,
    ownLiveCount: sums.ownLiveCount[entry]!,
    ownLiveSize: sums.ownLiveSize[entry]!,
    liveCount: sums.liveCount[entry]!,
    liveSize: sums.liveSize[entry]!,
  }
}

/** A function by its number. */
export function frameOf(
  { snapshot, traces: { functions } }: Pick<CallTree, 'snapshot' | 'traces'>,
  index: number,
): FrameRow {
  const line = functions.line[index]!
  const url = snapshot.strings.text(functions.scriptName[index]!)
  const scriptId = functions.scriptId[index]!
  const known = line > 0 && (url !== '' || scriptId > 0)
  return {
    name: snapshot.strings.text(functions.name[index]!),
    source: known ? { url: url || null, scriptId, line, column: functions.column[index]! } : null,
  }
}

/** The filter that finds the living objects of some stacks with all below them. */
export function stackQuery(
  { end, hasLive }: Pick<CallTree, 'end' | 'hasLive'>,
  entry: number,
): string | null {
  return hasLive ? `trace:${entry}..${end[entry]! - 1}` : null
}

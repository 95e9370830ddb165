import { finished, mixed } from '../base/mix.ts'
import { topsOf } from '../graph/tops.ts'
import type { Graph } from '../model/graph.ts'
import type { PlainPaths } from './plain-paths.ts'

/** Objects that came and stayed and are held alike. */
export interface LeakCluster {
  /** Of the steps of the shortest path to them: 16 hex digits. */
  readonly fingerprint: string
  /** Node indexes, ascending. */
  readonly members: Uint32Array
  /** What each of them would free, added up: at most what all of them together would. Bytes. */
  readonly retainedSize: number
  readonly shallowSize: number
  /** How many of them came in each cycle, that is between each capture and the next but for the last. */
  readonly perCycle: readonly number[]
  /** The member that retains most. */
  readonly representative: number
}

/** What clusters are made of. */
export interface LeakParts {
  readonly graph: Graph
  /** See `cameAndStayed`. */
  readonly came: Uint16Array
  /** Cycles: earlier captures but the first. */
  readonly cycles: number
  readonly paths: PlainPaths
  /** What a member is where its path has left it out, or 0. */
  readonly leftOut: (node: number) => number
}

/** Puts the tops together by the path that leads to them. O(tops) and their ways up where one dominates another. */
export function clusterLeaks(tops: Uint32Array, parts: LeakParts): LeakCluster[] {
  const groups = new Map<string, number[]>()
  for (const node of tops) {
    const fingerprint = fingerprintOf(node, parts)
    const group = groups.get(fingerprint)
    if (group) group.push(node)
    else groups.set(fingerprint, [node])
  }
  const free = new Set(topsOf(parts.graph, tops))
  return [...groups].map(([fingerprint, nodes]) => clusterOf(fingerprint, nodes, free, parts))
}

function fingerprintOf(node: number, { paths, leftOut }: LeakParts): string {
  const own = leftOut(node)
  const part = (hash: number): string =>
    (own === 0 ? hash : finished(mixed(hash, own))).toString(16).padStart(8, '0')
  return part(paths.high[node]!) + part(paths.low[node]!)
}

/** @param free the tops that no other top dominates */
function clusterOf(
  fingerprint: string,
  nodes: readonly number[],
  free: ReadonlySet<number>,
  { graph, came, cycles }: LeakParts,
): LeakCluster {
  const { dominator, retainedSize, shallowSize, snapshot } = graph
  const members = new Set(nodes)
  /** Whether another member would free it too. */
  const isCovered = (node: number): boolean => {
    if (free.has(node)) return false
    let above = dominator[node]!
    while (above !== snapshot.root && !members.has(above)) above = dominator[above]!
    return members.has(above)
  }
  const perCycle = Array.from({ length: cycles }, () => 0)
  let retained = 0
  let shallow = 0
  let representative = nodes[0]!
  for (const node of nodes) {
    perCycle[came[node]! - 1]!++
    shallow += shallowSize[node]!
    if (!isCovered(node)) retained += retainedSize[node]!
    if (retainedSize[node]! > retainedSize[representative]!) representative = node
  }
  return {
    fingerprint,
    members: Uint32Array.from(nodes),
    retainedSize: retained,
    shallowSize: shallow,
    perCycle,
    representative,
  }
}

import type { BitSet } from '../base/bit-set.ts'
import { analyzeGraph } from '../graph/analyze.ts'
import { findEssentialEdges } from '../graph/essential-edges.ts'
import { findPageNodes } from '../graph/page-nodes.ts'
import { findWeakMapPairs } from '../graph/weak-map-pairs.ts'
import type { Graph } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { quietTask } from './quiet-task.ts'

/** The whole graph of a snapshot, with sizes as the file states them. */
export async function graphOf(snapshot: Snapshot): Promise<Graph> {
  const { graph } = await analyzeGraph(snapshot, snapshot.selfSize, quietTask())
  return graph
}

/** Which of a snapshot's edges keep their targets alive. */
export async function essentialOf(snapshot: Snapshot): Promise<BitSet> {
  const pairs = await findWeakMapPairs(snapshot.strings, quietTask())
  const page = await findPageNodes(snapshot, quietTask())
  return findEssentialEdges(snapshot, page, pairs, quietTask())
}

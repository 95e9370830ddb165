import { numberNodes } from '../graph/depth-first.ts'
import { analyzeGraph } from '../graph/analyze.ts'
import { keepsAlive } from '../graph/essential-edges.ts'
import { edgeSource } from '../model/edge-source.ts'
import { collectRetainers } from '../graph/retainers.ts'
import { findWeakMapPairs } from '../graph/weak-map-pairs.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { quietTask } from './quiet-task.ts'

/** The whole graph of a snapshot, with sizes as the file states them. */
export async function graphOf(snapshot: Snapshot): Promise<Graph & { readonly retainers: Retainers }> {
  const { graph } = await analyzeGraph(snapshot, snapshot.selfSize, quietTask())
  return { ...graph, retainers: await collectRetainers(snapshot, graph.essential, quietTask()) }
}

/** Which of a snapshot's edges keep their targets alive. */
export async function essentialOf(snapshot: Snapshot): Promise<{ has(edge: number): boolean }> {
  const pairs = await findWeakMapPairs(snapshot.strings, quietTask())
  const { essential } = await numberNodes(snapshot, pairs, quietTask())
  return {
    has: (edge) => keepsAlive(snapshot, essential, edgeSource(snapshot.firstEdge, edge), edge),
  }
}

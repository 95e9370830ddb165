import { finished, mixed, numberHash } from '../base/mix.ts'
import type { Task } from '../base/task.ts'
import { topIndexesBy } from '../base/top.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { IdSample } from '../model/digest.ts'
import { NodeType } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { StringHashes } from './string-hashes.ts'

/** Ids that are drawn at most. */
const DRAWN = 4096
/** What is drawn from is at least as many times as large, where there are so many. */
const CHOICE = 4

/** Draws the ids with the smallest hashes, and what they stand for. O(nodes). */
export async function drawIds(snapshot: Snapshot, task: Task): Promise<IdSample> {
  const candidates = await smallHashes(snapshot, task)
  const nodes = topIndexesBy(candidates, (node) => numberHash(snapshot.nodeId[node]!), false, DRAWN)
  const hashes = new StringHashes(snapshot.strings)
  return {
    id: Float64Array.from(nodes, (node) => snapshot.nodeId[node]!),
    identity: Uint32Array.from(nodes, (node) => identityOf(snapshot, hashes, node)),
  }
}

/** Nodes whose ids' hashes are below a bound that lets enough of them pass. */
async function smallHashes({ nodeCount, nodeId }: Snapshot, task: Task): Promise<Uint32Array> {
  const bound = nodeCount <= DRAWN * CHOICE ? 2 ** 32 : 2 ** 32 * ((DRAWN * CHOICE) / nodeCount)
  const found: number[] = []
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) if (numberHash(nodeId[node]!) < bound) found.push(node)
  })
  return Uint32Array.from(found)
}

/** Strings change their type when they are joined or moved, and keep their text; joined ones have none yet. */
function identityOf({ nodeType, nodeName }: Snapshot, hashes: StringHashes, node: number): number {
  const type = nodeType[node]!
  if (type === NodeType.concatenatedString || type === NodeType.slicedString || type === NodeType.code) {
    return NodeType.string
  }
  return finished(mixed(type, hashes.of(nodeName[node]!)))
}

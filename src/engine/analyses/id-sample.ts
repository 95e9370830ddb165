import { finished, mixed, numberHash, textHash } from '../base/mix.ts'
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

/** What was drawn before: a heap is asked for it whenever it is put beside another one. */
const DRAWN_BEFORE = new WeakMap<Snapshot, IdSample>()

/** Draws the ids with the smallest hashes, and what they stand for. O(nodes), once for each heap. */
export async function drawIds(snapshot: Snapshot, task: Task): Promise<IdSample> {
  const sample = DRAWN_BEFORE.get(snapshot) ?? (await draw(snapshot, task))
  DRAWN_BEFORE.set(snapshot, sample)
  return sample
}

async function draw(snapshot: Snapshot, task: Task): Promise<IdSample> {
  const { nodes, hash } = await smallHashes(snapshot, task)
  const all = Uint32Array.from(nodes.keys())
  const drawn = topIndexesBy(all, (place) => hash[place]!, false, DRAWN).map((place) => nodes[place]!)
  const hashes = new StringHashes(snapshot.strings)
  return {
    id: Float64Array.from(drawn, (node) => snapshot.nodeId[node]!),
    identity: Uint32Array.from(drawn, (node) => identityOf(snapshot, hashes, node)),
  }
}

interface Candidates {
  readonly nodes: readonly number[]
  /** Of their ids, by place. */
  readonly hash: readonly number[]
}

/** Nodes whose ids' hashes are below a bound that lets enough of them pass. */
async function smallHashes({ nodeCount, nodeId }: Snapshot, task: Task): Promise<Candidates> {
  const bound = nodeCount <= DRAWN * CHOICE ? 2 ** 32 : 2 ** 32 * ((DRAWN * CHOICE) / nodeCount)
  const nodes: number[] = []
  const hash: number[] = []
  // Both give the same; the first reckons with 32 bits alone.
  const hashOf = nodeId instanceof Uint32Array ? (id: number) => finished(mixed(0, id)) : numberHash
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const own = hashOf(nodeId[node]!)
      if (own >= bound) continue
      nodes.push(node)
      hash.push(own)
    }
  })
  return { nodes, hash }
}

/**
 * Strings change their type when they are joined or moved, and keep their text; joined ones have none yet. Whether an
 * element is detached may change, and is not known of all where references were left out.
 */
function identityOf({ nodeType, nodeName, strings }: Snapshot, hashes: StringHashes, node: number): number {
  const type = nodeType[node]!
  if (type === NodeType.concatenatedString || type === NodeType.slicedString || type === NodeType.code) {
    return NodeType.string
  }
  if (type === NodeType.native) {
    return finished(mixed(type, textHash(strings.text(nodeName[node]!).replace(/^Detached /, ''))))
  }
  return finished(mixed(type, hashes.of(nodeName[node]!)))
}

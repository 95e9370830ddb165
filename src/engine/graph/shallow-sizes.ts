import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import { inSlices } from './in-slices.ts'
import { stringsWithText } from './same-text.ts'
import { hasUserRoot } from './user-roots.ts'
import { narrowed, roomyCopy } from './wide-sums.ts'

const NOBODY = 0xffff_ffff
const SEVERAL = 0xffff_fffe

/**
 * Moves the bytes of backing stores and the machine's own records to the one object they belong to.
 *
 * Hidden nodes, arrays and native "system / ExternalStringData" can be owned; every other node owns itself. Owners
 * spread over edges that are not weak, and so does having several. A node with one owner becomes 0 bytes and the owner
 * takes them, unless that is synthetic or the root. The total does not change.
 *
 * @returns bytes per node; `selfSize` itself where the root has no user root, since such a capture is meant to show
 * memory as it is. O(nodes + edges).
 */
export async function adjustShallowSizes(snapshot: Snapshot, task: Task): Promise<WideColumn> {
  if (!hasUserRoot(snapshot)) {
    return snapshot.selfSize
  }
  const { nodeCount } = snapshot
  const owner = new Uint32Array(nodeCount)
  const ownable = new BitSet(nodeCount)
  const [external] = await stringsWithText(snapshot.strings, ['system / ExternalStringData'], task)
  await inSlices(task, nodeCount, (from, to) => startOwners(snapshot, external!, owner, ownable, from, to))
  const stack: number[] = []
  await inSlices(task, nodeCount, (from, to) => spreadOwners(snapshot, owner, ownable.bytes, stack, from, to))
  const size = roomyCopy(snapshot.selfSize)
  await inSlices(task, nodeCount, (from, to) => moveBytes(snapshot, owner, size, from, to))
  return narrowed(size)
}

function startOwners(
  snapshot: Snapshot,
  external: ReadonlySet<number>,
  owner: Uint32Array,
  ownable: BitSet,
  from: number,
  to: number,
): void {
  const { nodeType, nodeName } = snapshot
  for (let node = from; node < to; node++) {
    const type = nodeType[node]!
    const canBeOwned =
      type === NodeType.hidden ||
      type === NodeType.array ||
      (type === NodeType.native && external.has(nodeName[node]!))
    if (canBeOwned) ownable.add(node)
    owner[node] = canBeOwned ? NOBODY : node
  }
}

/**
 * Spreads the nodes `from` to `to` that own themselves as owners. What is ownable comes onto the stack at most twice:
 * when it gets an owner and when it gets another. The order of visits does not change the result.
 */
function spreadOwners(
  snapshot: Snapshot,
  owner: Uint32Array,
  ownable: Uint8Array,
  stack: number[],
  from: number,
  to: number,
): void {
  for (let start = from; start < to; start++) {
    if (owner[start] === start) {
      spreadFrom(snapshot, owner, ownable, stack, start)
      while (stack.length > 0) {
        spreadFrom(snapshot, owner, ownable, stack, stack.pop()!)
      }
    }
  }
}

function spreadFrom(
  snapshot: Snapshot,
  owner: Uint32Array,
  ownable: Uint8Array,
  stack: number[],
  node: number,
): void {
  const { firstEdge, edgeLink } = snapshot
  const mine = owner[node]!
  const end = firstEdge[node + 1]!
  for (let edge = firstEdge[node]!; edge < end; edge++) {
    const link = edgeLink[edge]!
    const target = linkTarget(link)
    // The bits stay in the caches where the owners do not.
    if (((ownable[target >>> 3]! >>> (target & 7)) & 1) === 0 || linkType(link) === EdgeType.weak) {
      continue
    }
    const theirs = owner[target]!
    if (theirs !== mine && theirs !== SEVERAL) {
      owner[target] = theirs === NOBODY ? mine : SEVERAL
      stack.push(target)
    }
  }
}

/** Moves the bytes of each node with one owner there. Owners own themselves, so no order matters. */
function moveBytes(snapshot: Snapshot, owner: Uint32Array, size: WideColumn, from: number, to: number): void {
  const { root, nodeType } = snapshot
  for (let node = from; node < to; node++) {
    const mine = owner[node]!
    const moves = mine !== node && mine < SEVERAL && mine !== root && nodeType[mine] !== NodeType.synthetic
    if (moves) {
      size[mine]! += size[node]!
      size[node] = 0
    }
  }
}

import { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { FirstEdges, NO_EDGE } from '../../graph/first-edges.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import type { Snapshot } from '../../model/snapshot.ts'

/** Stands for the node of a part that a rope has not. */
export const NOWHERE = 0xffff_ffff
/** What V8 calls strings whose text it does not write. */
const NAMELESS: Readonly<Record<number, string>> = {
  [NodeType.concatenatedString]: '(concatenated string)',
  [NodeType.slicedString]: '(sliced string)',
}

const NAMELESS_TYPES: readonly number[] = [NodeType.concatenatedString, NodeType.slicedString]

/** Ropes (concatenated strings with parts) by place. Entries 2i and 2i + 1 of the columns are the parts of rope i. */
export interface RopeParts {
  readonly count: number
  /** The place of the rope that is this part, or -1. */
  readonly rope: Int32Array
  /** The string index of the text of this part, `NO_PART` where it is a rope or not there, or `MISSING`. */
  readonly string: Int32Array
}

export const NO_PART = -1
/** Stands for a part whose text the file does not hold. */
export const MISSING = -2

/** Tells whether the file does not hold the text of a string that has no parts. Each name is read once. */
export function namelessTest({ nodeType, nodeName, strings }: Snapshot): (node: number) => boolean {
  /** By string index: the type of which it is what V8 writes for all. */
  const verdict = new Uint8Array(strings.count)
  return (node) => {
    const type = nodeType[node]!
    if (type !== NodeType.concatenatedString && type !== NodeType.slicedString) return false
    const index = nodeName[node]!
    if (verdict[index] === UNREAD) verdict[index] = typeNamed(strings.text(index))
    return verdict[index] === type
  }
}

const UNREAD = 0
const A_TEXT = 0xff

function typeNamed(text: string): number {
  for (const type of NAMELESS_TYPES) if (NAMELESS[type] === text) return type
  return A_TEXT
}

/**
 * The two parts of each concatenated string.
 * @param partNames string indexes that read `first` and `second`
 * @returns node indexes, 0xffffffff where there is none: entries 2i and 2i + 1 for `nodes[i]`. O(nodes).
 */
export async function partsOf(
  snapshot: Snapshot,
  nodes: Uint32Array,
  partNames: readonly ReadonlySet<number>[],
  task: Task,
): Promise<Uint32Array> {
  const parts = new Uint32Array(2 * nodes.length).fill(NOWHERE)
  for (const [side, names] of partNames.entries()) {
    const edges = new FirstEdges(snapshot, EdgeType.internal, names)
    await inSlices(task, nodes.length, (from, to) => {
      for (let i = from; i < to; i++) {
        const part = edges.target(nodes[i]!)
        if (part !== NO_EDGE) parts[2 * i + side] = part
      }
    })
  }
  return parts
}

/** Sorts what `partsOf` found for ropes that have any. @param ropes node indexes, ascending. O(nodes / 32 + ropes). */
export async function ropeParts(
  snapshot: Snapshot,
  ropes: Uint32Array,
  parts: Uint32Array,
  task: Task,
): Promise<RopeParts> {
  const { nodeType, nodeName } = snapshot
  const rope = new Int32Array(2 * ropes.length).fill(-1)
  const string = new Int32Array(2 * ropes.length).fill(NO_PART)
  const isNameless = namelessTest(snapshot)
  const places = new Places(ropes, snapshot.nodeCount)
  await inSlices(task, rope.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = parts[i]!
      if (node === NOWHERE) continue
      if (nodeType[node] === NodeType.concatenatedString) rope[i] = places.of(node)
      if (rope[i] === -1) string[i] = isNameless(node) ? MISSING : nodeName[node]!
    }
  })
  return { count: ropes.length, rope, string }
}

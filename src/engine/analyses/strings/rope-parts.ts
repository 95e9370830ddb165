import { placeOf } from '../../base/place-of.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'

const NONE = 0xffff_ffff
/** What V8 calls strings whose text it does not write. */
const NAMELESS: Readonly<Record<number, string>> = {
  [NodeType.concatenatedString]: '(concatenated string)',
  [NodeType.slicedString]: '(sliced string)',
}

/** Ropes (concatenated strings with parts) by place; sides are 0 and 1. */
export interface RopeParts {
  readonly count: number
  /** The place of the rope that is this part, or -1. */
  readonly ropeAt: (rope: number, side: number) => number
  /** The string index of the text of this part, or -1 where it is a rope, has no text or is not there. */
  readonly stringAt: (rope: number, side: number) => number
  /** Whether there is such a part whose text the file does not hold. */
  readonly isMissing: (rope: number, side: number) => boolean
}

/** Whether the file does not hold the text of a string that has no parts. */
export function isNameless(snapshot: Snapshot, node: number): boolean {
  const name = NAMELESS[snapshot.nodeType[node]!]
  return name !== undefined && snapshot.strings.text(snapshot.nodeName[node]!) === name
}

/**
 * The two parts of each concatenated string.
 * @param partNames string indexes that read `first` and `second`
 * @returns node indexes, 0xffffffff where there is none: entries 2i and 2i + 1 for `nodes[i]`. O(their edges).
 */
export function partsOf(
  snapshot: Snapshot,
  nodes: Uint32Array,
  partNames: readonly ReadonlySet<number>[],
): Uint32Array {
  const parts = new Uint32Array(2 * nodes.length).fill(NONE)
  const { firstEdge, edgeLink, edgeNames } = snapshot
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      if (linkType(edgeLink[edge]!) !== EdgeType.internal) continue
      const name = edgeNames.at(node, edge)
      for (let side = 0; side < 2; side++) {
        if (partNames[side]!.has(name)) parts[2 * i + side] = linkTarget(edgeLink[edge]!)
      }
    }
  }
  return parts
}

/** Looks parts up in what `partsOf` found for ropes that have any. @param ropes node indexes, ascending */
export function ropeParts(snapshot: Snapshot, ropes: Uint32Array, parts: Uint32Array): RopeParts {
  const { nodeType, nodeName } = snapshot
  const ropeAt = (rope: number, side: number): number => {
    const node = parts[2 * rope + side]!
    return node === NONE || nodeType[node] !== NodeType.concatenatedString ? -1 : placeOf(ropes, node)
  }
  const isMissing = (rope: number, side: number): boolean => {
    const node = parts[2 * rope + side]!
    return node !== NONE && ropeAt(rope, side) === -1 && isNameless(snapshot, node)
  }
  const stringAt = (rope: number, side: number): number => {
    const node = parts[2 * rope + side]!
    return node === NONE || ropeAt(rope, side) !== -1 || isNameless(snapshot, node) ? -1 : nodeName[node]!
  }
  return { count: ropes.length, ropeAt, stringAt, isMissing }
}

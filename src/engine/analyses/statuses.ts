import { type Comparison, NO_NODE } from '../model/digest.ts'
import { type NodeChange, STATUSES } from '../model/rows.ts'
import type { WideColumn } from '../model/snapshot.ts'

/** What the statuses of a heap's objects follow from, besides the comparison. */
export interface ComparedHeap {
  readonly comparison: Comparison
  /** Node columns. */
  readonly classOf: Uint16Array | Uint32Array
  readonly retainedSize: WideColumn
}

/**
 * Reads what became of an object: it is only in this heap; it is in the other one under another class; or it retains more
 * or less in the target than in the base.
 * @returns a code: a place in `STATUSES`. O(1) a node
 */
export function statusReader({ comparison, classOf, retainedSize }: ComparedHeap): (node: number) => number {
  const { role, other, counterpart, classThere } = comparison
  const alone = STATUSES.indexOf(role === 'target' ? 'new' : 'deleted')
  const moved = STATUSES.indexOf('moved')
  const larger = STATUSES.indexOf(role === 'target' ? 'grown' : 'shrunk')
  const smaller = STATUSES.indexOf(role === 'target' ? 'shrunk' : 'grown')
  return (node) => {
    const there = counterpart[node]!
    if (there === NO_NODE) return alone
    if (classThere[classOf[node]!] !== other.classOf[there]) return moved
    const change = retainedSize[node]! - other.retainedSize[there]!
    return change === 0 ? 0 : change > 0 ? larger : smaller
  }
}

/**
 * Reads by how many bytes an object's size is larger in the target than in the base; what is in one heap alone counts
 * there with all of its size.
 * @param here the size in this heap, `there` in the other
 */
export function changeReader(
  { role, counterpart }: Comparison,
  here: WideColumn,
  there: WideColumn,
): (node: number) => number {
  const sign = role === 'target' ? 1 : -1
  return (node) => {
    const twin = counterpart[node]!
    return sign * (here[node]! - (twin === NO_NODE ? 0 : there[twin]!))
  }
}

/** What became of one object. O(1). */
export function changeOf(compared: ComparedHeap, node: number): NodeChange {
  const { other, counterpart } = compared.comparison
  const twin = counterpart[node]!
  return {
    status: STATUSES[statusReader(compared)(node)]!,
    other:
      twin === NO_NODE
        ? null
        : {
            id: other.nodeId[twin]!,
            className: other.classes[other.classOf[twin]!]!.name,
            shallowSize: other.shallowSize[twin]!,
            retainedSize: other.retainedSize[twin]!,
          },
  }
}

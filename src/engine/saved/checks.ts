import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'

/**
 * What must hold of columns that come from a file, so that nothing that reads them leaves its bounds or goes round in
 * circles. Each says whether it holds.
 */

/** Whether all numbers are below `bound`. */
export function allBelow(values: Uint32Array | Uint8Array, bound: number): boolean {
  let most = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value > most) most = value
  }
  return values.length === 0 || most < bound
}

/** Whether all are finite and not below 0. Columns of words are by nature. */
export function allSizes(values: Uint32Array | Float64Array): boolean {
  if (values instanceof Uint32Array) return true
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!(value >= 0 && value < Infinity)) return false
  }
  return true
}

/** Whether no number is below `bound`. */
export function allFrom(values: Int32Array, bound: number): boolean {
  let least = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value < least) least = value
  }
  return least >= bound
}

/** Whether numbers never become smaller. */
export function isAscending(values: Uint32Array | Float64Array): boolean {
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < values[i - 1]!) return false
  }
  return true
}

/**
 * Whether parents make trees in preorder: each entry's is itself, the entry before, or one above that. O(entries), since
 * nobody climbs the same way twice.
 */
export function isPreorder(parent: Uint32Array): boolean {
  for (let i = 0; i < parent.length; i++) {
    const above = parent[i]!
    if (above > i) return false
    if (above === i) continue
    let at = i - 1
    while (at !== above) {
      if (at <= above || parent[at] === at) return false
      at = parent[at]!
    }
  }
  return true
}

/**
 * Whether every chain of dominators ends at the root, whose dominator is itself. Wants numbers in bounds. O(nodes).
 *
 * Walks up from each node until it meets one whose chain is known, then marks the way it came; a walk of more steps than
 * there are nodes goes round in a circle.
 * @param done how much of the task's phase is done before
 */
export async function isTree(dominator: Uint32Array, root: number, task: Task, done = 0): Promise<boolean> {
  if (dominator[root] !== root) return false
  const known = new BitSet(dominator.length)
  known.add(root)
  let tree = true
  await inSlices(
    task,
    dominator.length,
    (from, to) => {
      tree &&= markChains(dominator, known.bytes, from, to)
    },
    done,
  )
  return tree
}

/** Marks the chains of nodes `from` to `to`. False where one of them goes round in a circle. */
function markChains(dominator: Uint32Array, known: Uint8Array, from: number, to: number): boolean {
  for (let node = from; node < to; node++) {
    let steps = 0
    for (let at = node; ((known[at >>> 3]! >>> (at & 7)) & 1) === 0; at = dominator[at]!) {
      if (++steps > dominator.length) return false
    }
    for (let at = node; steps > 0; at = dominator[at]!, steps--) known[at >>> 3]! |= 1 << (at & 7)
  }
  return true
}

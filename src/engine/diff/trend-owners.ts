import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { type Comparison, NO_NODE } from '../model/digest.ts'
import type { WideColumn } from '../model/snapshot.ts'
import { isSteady } from './trend.ts'

/** What has this part of its dominator's growth explains it. */
const EXPLAINS = 0.9

/** What of the last capture is looked at. Node columns. */
export interface TrendColumns {
  readonly root: number
  readonly dominator: Uint32Array
  readonly retainedSize: WideColumn
  /** Whether an object may be named as an owner: it is no root, and the engine does not make it for itself. */
  readonly mayOwn: (node: number) => boolean
}

export interface TrendOwners {
  /** Nodes of the last capture, ascending. */
  readonly nodes: Uint32Array
  /** By place in `nodes`: its growth less that of the next such objects below it, left out or not. Bytes, maybe below 0. */
  readonly own: Float64Array
  /** How many were left out since one object that they dominate explains their growth. */
  readonly explained: number
}

/** What a node of the last capture retained in each capture; wants it to be in all of them. O(captures). */
export function retainedOver(
  node: number,
  earlier: readonly Pick<Comparison, 'counterpart' | 'other'>[],
  retainedSize: WideColumn,
): number[] {
  const before = earlier.map(({ counterpart, other }) => other.retainedSize[counterpart[node]!]!)
  return [...before, retainedSize[node]!]
}

/**
 * The objects that are in all captures and whose retained sizes changed, where growth gathers: one is left out if the next
 * such object below it in the dominator tree grew in every step and has at least nine tenths of its growth.
 * O(nodes × captures).
 */
export async function trendOwners(
  { root, dominator, retainedSize, mayOwn }: TrendColumns,
  earlier: readonly Comparison[],
  task: Task,
): Promise<TrendOwners> {
  const owners: number[] = []
  /** By node: last less first retained size of an owner; NaN of any other. */
  const growth = new Float64Array(dominator.length).fill(Number.NaN)
  task.begin('answer', dominator.length)
  await inSlices(task, dominator.length, (from, to) => {
    for (let node = from; node < to; node++) {
      if (!earlier.every(({ counterpart }) => counterpart[node] !== NO_NODE) || !mayOwn(node)) continue
      const sizes = retainedOver(node, earlier, retainedSize)
      if (sizes.every((size) => size === sizes[0])) continue
      owners.push(node)
      growth[node] = sizes.at(-1)! - sizes[0]!
    }
  })
  const own = growth.slice()
  const explained = new Set<number>()
  for (const node of owners) {
    const above = nextOwner(node, growth, dominator, root)
    if (above === root) continue
    own[above]! -= growth[node]!
    if (growth[above]! <= 0 || growth[node]! < EXPLAINS * growth[above]!) continue
    if (isSteady(retainedOver(node, earlier, retainedSize))) explained.add(above)
  }
  task.end()
  const nodes = Uint32Array.from(owners.filter((node) => !explained.has(node)))
  return { nodes, own: Float64Array.from(nodes, (node) => own[node]!), explained: explained.size }
}

/** The nearest owner above a node in the dominator tree, or the root. */
function nextOwner(node: number, growth: Float64Array, dominator: Uint32Array, root: number): number {
  let above = dominator[node]!
  while (above !== root && Number.isNaN(growth[above]!)) above = dominator[above]!
  return above
}

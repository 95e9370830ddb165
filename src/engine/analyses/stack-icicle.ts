import type { StackCell, StackIcicle, StackMeasure } from '../model/allocation-rows.ts'
import { stepsTo } from './allocation-stacks.ts'
import { type CallTree, childrenOf, frameOf } from './call-tree.ts'

export interface IcicleRequest {
  /** The stack at the top; null for all. */
  readonly entry: number | null
  /** What widths stand for. */
  readonly measure: Extract<StackMeasure, 'count' | 'size' | 'liveCount' | 'liveSize'>
  /** Narrower cells are gathered, as a part of the top from 0 to 1. */
  readonly least: number
  readonly most: number
}

/**
 * The stacks below one as rectangles, the widest first in each row; what is narrower than `least`, and what would be more
 * than `most` cells, is gathered beside its neighbours. O(cells × their children).
 */
export function stackIcicle(call: CallTree, { entry, measure, least, most }: IcicleRequest): StackIcicle {
  const values = call.sums[measure]
  const tops = entry === null ? childrenOf(call, null) : [entry]
  const total = tops.reduce((sum, top) => sum + values[top]!, 0)
  const cells: StackCell[] = []
  let depth = 0
  /** Lists of children to be laid out, breadth first: where they begin, and how deep they are. */
  const queue: { entries: number[]; from: number; depth: number }[] = [{ entries: tops, from: 0, depth: 0 }]
  for (const { entries, from, depth: row } of queue) {
    const shown = entries.filter((one) => values[one]! > 0 && values[one]! >= least * total)
    shown.sort((a, b) => values[b]! - values[a]! || a - b)
    shown.length = Math.min(shown.length, Math.max(0, most - cells.length))
    let left = from
    for (const one of shown) {
      const right = left + values[one]! / total
      cells.push({
        entry: one,
        depth: row,
        from: left,
        to: right,
        value: values[one]!,
        gathered: 1,
        ...frame(call, one),
      })
      queue.push({ entries: childrenOf(call, one), from: left, depth: row + 1 })
      left = right
      depth = Math.max(depth, row + 1)
    }
    const rest = gather(entries, new Set(shown), values)
    if (rest.gathered > 0) {
      const right = left + rest.value / total
      cells.push({ entry: -1, depth: row, from: left, to: right, ...rest, name: '', source: null })
      depth = Math.max(depth, row + 1)
    }
  }
  return { cells, above: entry === null ? [] : stepsTo(call, entry), total, depth }
}

function frame(call: CallTree, entry: number) {
  return frameOf(call, call.tree.functionIndex[entry]!)
}

/** What of some stacks is not shown, those of nothing aside. */
function gather(entries: readonly number[], shown: ReadonlySet<number>, values: Float64Array) {
  let value = 0
  let gathered = 0
  for (const entry of entries) {
    if (shown.has(entry) || values[entry] === 0) continue
    value += values[entry]!
    gathered++
  }
  return { value, gathered }
}

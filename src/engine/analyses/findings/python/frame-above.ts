import type { WholeHeap } from '../../heap.ts'

/** Steps from an array up to the frame that it is of. */
const MOST_STEPS = 8
/** The tables and columns of pandas. */
export const FRAMES: ReadonlySet<string> = new Set([
  'pandas.DataFrame',
  'pandas.Series',
  'pandas.core.frame.DataFrame',
  'pandas.core.series.Series',
])

/** The frame or series of pandas that dominates an array; the array itself where there is none near. */
export function frameAbove({ snapshot, ready, table }: WholeHeap, array: number): number {
  let at = array
  for (let step = 0; step < MOST_STEPS && at !== snapshot.root; step++) {
    at = ready.graph.dominator[at]!
    if (FRAMES.has(table.classes[table.classOf[at]!]!.name)) return at
  }
  return array
}

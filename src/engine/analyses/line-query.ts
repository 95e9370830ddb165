import type { EntryTest } from '../model/filter-fields.ts'
import type { LineStacks } from '../model/line-rows.ts'

/** A query that names more stretches of the tree than this is too long for anybody. */
const MOST_STRETCHES = 60

/** The stacks of a capture, and which of them count; null for all. */
export interface FilteredStacks {
  readonly stacks: LineStacks
  readonly test: EntryTest | null
}

/**
 * The filter that finds the living objects of a group: stretches of the tree of stacks. Null where blocks are counted, which
 * no object stands for, or where there are none or too many stretches. O(entries).
 */
export function lineQuery(
  { stacks, test }: FilteredStacks,
  groupOf: Uint32Array,
  group: number,
  cumulative: boolean,
): string | null {
  const { ofObjects, parent, count } = stacks
  if (!ofObjects) return null
  const belongs = new Uint8Array(parent.length)
  const terms: string[] = []
  let first = -1
  let last = -1
  for (let entry = 0; entry <= parent.length; entry++) {
    const isEnd = entry === parent.length
    if (!isEnd) {
      const isBelow = cumulative && belongs[parent[entry]!] === 1
      belongs[entry] = Number(groupOf[entry] === group || isBelow)
    }
    // Of a stack that no object tells, nothing is found: it does not part a stretch.
    if (!isEnd && count[entry] === 0) continue
    if (!isEnd && belongs[entry] === 1 && test?.(entry) !== false) {
      if (first === -1) first = entry
      last = entry
    } else if (first !== -1) {
      if (terms.push(`trace:${first}..${last}`) > MOST_STRETCHES) return null
      first = -1
    }
  }
  return terms.length === 0 ? null : terms.join(' OR ')
}

import type { PathBox } from '#engine/model/retainer-rows.ts'

/** A box as a line of the table. */
export interface TreeRow {
  readonly box: PathBox
  /** Its depth, from 1. */
  readonly level: number
  /** Its place among those below the same box, from 1, and how many these are. */
  readonly position: number
  readonly siblings: number
  /** The line of the box above. */
  readonly parent: number | null
}

/** The boxes in the order of the tree: each followed by all that is below it. */
export function treeRows(boxes: readonly PathBox[]): readonly TreeRow[] {
  const below = new Map<string | null, PathBox[]>()
  for (const box of boxes) {
    const siblings = below.get(box.above)
    if (siblings) siblings.push(box)
    else below.set(box.above, [box])
  }
  const rows: TreeRow[] = []
  const stack = entries(below.get(null) ?? [], 1, null)
  for (let next = stack.pop(); next; next = stack.pop()) {
    const line = rows.push(next) - 1
    stack.push(...entries(below.get(next.box.id) ?? [], next.level + 1, line))
  }
  return rows
}

/** The last first, as a stack wants them. */
function entries(boxes: readonly PathBox[], level: number, parent: number | null): TreeRow[] {
  return boxes.map((box, i) => ({ box, level, position: i + 1, siblings: boxes.length, parent })).toReversed()
}

import type { ClassChangeRow } from '#engine/model/diff-rows.ts'
import type { Kind } from '#engine/model/rows.ts'

/** What changed among all classes of one kind. Sizes are bytes. */
export interface TypeChange {
  readonly name: Kind
  readonly added: number
  readonly removed: number
  readonly addedSize: number
  readonly removedSize: number
  readonly countDelta: number
  readonly shallowDelta: number
}

/** The sums of classes by kind, what grew most first. There are no retained sizes, since those of classes overlap. */
export function typeChanges(rows: readonly ClassChangeRow[]): TypeChange[] {
  const types = new Map<Kind, TypeChange>()
  for (const row of rows) {
    const sum = types.get(row.kind)
    types.set(row.kind, {
      name: row.kind,
      added: row.added + (sum?.added ?? 0),
      removed: row.removed + (sum?.removed ?? 0),
      addedSize: row.addedSize + (sum?.addedSize ?? 0),
      removedSize: row.removedSize + (sum?.removedSize ?? 0),
      countDelta: row.countDelta + (sum?.countDelta ?? 0),
      shallowDelta: row.shallowDelta + (sum?.shallowDelta ?? 0),
    })
  }
  return [...types.values()].sort((a, b) => b.shallowDelta - a.shallowDelta)
}

import type { ClassChangeRow, OwnerRow } from '#engine/model/diff-rows.ts'
import type { Difference } from './diff.ts'
import { typeChanges } from './type-changes.ts'

interface Sums {
  readonly count: number
  readonly shallowSize: number
}

/** A difference as one line of JSON; with owners or types where it is by them. */
export function diffJson({ by, pair, classes, owners, top }: Difference): string {
  const { base, target, matched } = pair
  const delta = {
    count: target.count - base.count,
    shallowSize: target.shallowSize - base.shallowSize,
  }
  return `${JSON.stringify({
    matchedBy: pair.matchedBy,
    matched: sums(matched),
    totals: { base: sums(base), target: sums(target), delta: sums(delta) },
    classes: classes.rows.slice(0, top).map(describeClass),
    ...(owners && { owners: owners.rows.map(describeOwner), unattributed: owners.unattributed }),
    ...(by === 'type' && { types: typeChanges(classes.rows) }),
  })}\n`
}

function sums({ count, shallowSize }: Sums) {
  return { nodes: count, bytes: shallowSize }
}

function describeClass(row: ClassChangeRow) {
  const { name, added, removed, addedSize, removedSize, countDelta, shallowDelta, retainedDelta } = row
  return { name, added, removed, addedSize, removedSize, countDelta, shallowDelta, retainedDelta }
}

function describeOwner({ node, ...row }: OwnerRow) {
  return { id: node.id, name: node.name, class: node.className, ...row }
}

import type { ClassRow, Found, NodeRow } from '#engine/model/rows.ts'
import { classPlace, ENGINE_SHOWN } from '../state/class-place.ts'
import type { Place } from '../state/place.ts'
import { formatCount } from '../ui/format.ts'

/** How many classes a search lists; the rest is one step away in the classes view. */
export const FOUND_CLASSES = 8

/** A line of the list under the find box, and where it leads. */
export type FoundItem = { readonly key: string } & (
  | { readonly kind: 'object'; readonly node: NodeRow; readonly to: Partial<Place> }
  | { readonly kind: 'class'; readonly row: ClassRow; readonly to: Partial<Place> }
  | { readonly kind: 'all'; readonly text: string; readonly to: Partial<Place> }
  | { readonly kind: 'again'; readonly text: string }
)

/**
 * What was found for a text, the object first; where not all classes are listed, the way to all of them; and last the way
 * to the objects that pass.
 */
export function foundItems({ node, classes }: Found, text: string): readonly FoundItem[] {
  const items: FoundItem[] = []
  if (node) {
    items.push({ kind: 'object', key: `@${node.id}`, node, to: { selected: node.id } })
    return items
  }
  for (const row of classes.rows) {
    items.push({ kind: 'class', key: row.key, row, to: classPlace(row.kind, row.key, row.query) })
  }
  if (classes.total > classes.rows.length) {
    const count = formatCount(classes.total)
    items.push({
      kind: 'all',
      key: 'all',
      text: `Showing ${classes.rows.length} of ${count} classes: see all`,
      to: { view: 'classes', filter: text, open: [], options: ENGINE_SHOWN },
    })
  }
  items.push({
    kind: 'all',
    key: 'objects',
    text: `Show all objects that pass “${text}”`,
    to: { view: 'objects', filter: text },
  })
  return items
}

/** What was looked for before, to look for again. */
export function searchedItems(searches: readonly string[]): readonly FoundItem[] {
  return searches.map((text) => ({ kind: 'again', key: `again ${text}`, text }))
}

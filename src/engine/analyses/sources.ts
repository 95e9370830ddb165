import type { SourcePosition } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** Before the url in the name of a script’s node. */
export const SCRIPT_PREFIX = 'system / Script / '

/** Where place `place` of the snapshot's locations is, counting lines and columns from 1. */
export function sourceAt(snapshot: Snapshot, place: number): SourcePosition {
  const { places } = snapshot.locations!
  return {
    url: scriptUrl(snapshot, places.scriptNode?.[place]),
    scriptId: places.scriptId[place]!,
    line: places.line[place]! + 1,
    column: places.column[place]! + 1,
  }
}

/** Where a node was constructed or, for a function, defined; null where the file does not say. O(1). */
export function sourceOf(snapshot: Snapshot, node: number): SourcePosition | null {
  const place = snapshot.locations?.place[node] ?? 0
  return place === 0 ? null : sourceAt(snapshot, place)
}

/** The url in the name of a script’s node; null where it has none. */
export function scriptUrl(snapshot: Snapshot, script: number | undefined): string | null {
  if (script === undefined || script >= snapshot.nodeCount) return null
  const name = snapshot.strings.text(snapshot.nodeName[script]!)
  return name.startsWith(SCRIPT_PREFIX) ? name.slice(SCRIPT_PREFIX.length) : null
}

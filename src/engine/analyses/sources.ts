import type { SourcePosition } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'

const SCRIPT_PREFIX = 'system / Script / '

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

/** Where a node was constructed or, for a function, defined; null where the file does not say. O(log locations). */
export function sourceOf(snapshot: Snapshot, node: number): SourcePosition | null {
  const location = locationOf(snapshot.locations?.node ?? new Uint32Array(0), node)
  return location === -1 ? null : sourceAt(snapshot, snapshot.locations!.place[location]!)
}

function locationOf(nodes: Uint32Array, node: number): number {
  let low = 0
  let high = nodes.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (nodes[middle]! <= node) low = middle + 1
    else high = middle
  }
  return low > 0 && nodes[low - 1] === node ? low - 1 : -1
}

/** The url in the name of a script's node. */
function scriptUrl(snapshot: Snapshot, script: number | undefined): string | null {
  if (script === undefined || script >= snapshot.nodeCount) return null
  const name = snapshot.strings.text(snapshot.nodeName[script]!)
  return name.startsWith(SCRIPT_PREFIX) ? name.slice(SCRIPT_PREFIX.length) : null
}

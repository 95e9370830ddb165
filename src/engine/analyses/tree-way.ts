import type { GroupName, TreePlace, TreeWay } from '../model/dominator-rows.ts'
import type { CompleteHeap } from './heap.ts'
import { nodeRow } from './node-row.ts'
import { FOLDED, treeGrouping } from './tree-grouping.ts'

/** Of more dominators only the first and the last are named. */
const SHOWN_AT_EACH_END = 6

/**
 * What leads to a place in the dominator tree. O(dominators of its node).
 * @param tops where the tree begins instead of at the root, in the tree of a selection: the way begins there, too, if it
 * comes through one of them
 */
export function treeWay(
  heap: CompleteHeap,
  { by, node, path }: TreePlace,
  tops: Uint32Array | null = null,
): TreeWay {
  const groups = by === 'object' ? [] : groupsOn(heap, by, path)
  const { root } = heap.snapshot
  const start = node ?? root
  if (tops && node === null) return { nodes: [], skipped: { count: 0, after: 0 }, groups }
  if (by !== 'object') {
    return { nodes: start === root ? [] : [nodeRow(heap, start)], skipped: { count: 0, after: 0 }, groups }
  }
  const { dominator } = heap.ready.graph
  const ends = new Set(tops)
  let steps = 1
  for (let at = start; at !== root && !ends.has(at); at = dominator[at]!) steps++
  const count = Math.max(0, steps - 2 * SHOWN_AT_EACH_END)
  const nodes: number[] = []
  let fromEnd = 0
  for (let at = start; fromEnd < steps; at = dominator[at]!, fromEnd++) {
    if (fromEnd < SHOWN_AT_EACH_END || fromEnd >= steps - SHOWN_AT_EACH_END) nodes.unshift(at)
  }
  const after = count > 0 ? SHOWN_AT_EACH_END : 0
  return { nodes: nodes.map((at) => nodeRow(heap, at)), skipped: { count, after }, groups }
}

function groupsOn(heap: CompleteHeap, by: 'class' | 'module', path: readonly string[]): GroupName[] {
  if (path.length === 0) return []
  const grouping = treeGrouping(heap, by)
  return path.map((key) => {
    const group = grouping.byKey(key)
    return group === FOLDED ? { key, name: key, kind: 'object' } : grouping.nameOf(group)
  })
}

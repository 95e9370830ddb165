import { BitSet } from '../base/bit-set.ts'
import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import type { GroupName, TreePlace } from '../model/dominator-rows.ts'
import { writeGroupPath } from '../model/group-path.ts'
import { GroupWalk } from './group-walk.ts'
import type { CompleteHeap } from './heap.ts'
import { displayName } from './names.ts'
import { kindOfType } from './kinds.ts'
import { FOLDED, treeGrouping, type TreeGrouping } from './tree-grouping.ts'

/** A place in the tree by class or module. */
export type GroupPlace = TreePlace & { readonly by: 'class' | 'module' }

/** A cell of the tree by group, found. */
export interface GroupCell {
  /** Its group; `FOLDED` where the place begins at a node without one. */
  readonly group: number
  readonly heads: Uint32Array
  readonly name: GroupName
}

/** The grouping of a place, and a walk to go on from it. */
export function walkFor(
  heap: CompleteHeap,
  { by }: GroupPlace,
  task: Task,
): { readonly grouping: TreeGrouping; readonly walk: GroupWalk } {
  const grouping = treeGrouping(heap, by)
  return { grouping, walk: new GroupWalk(heap, grouping, task) }
}

/**
 * Goes down the path of a place. O(nodes of the cells on the way + their children).
 * @throws HeapError `not-found` when there is no such cell
 */
export async function findGroupCell(
  heap: CompleteHeap,
  { node, path }: GroupPlace,
  grouping: TreeGrouping,
  walk: GroupWalk,
): Promise<GroupCell> {
  const start = node ?? heap.snapshot.root
  let group = grouping.of(start)
  let heads: Uint32Array = Uint32Array.of(start)
  for (const [i, key] of path.entries()) {
    const next = grouping.byKey(key)
    await walk.walk(heads, group)
    heads = next === FOLDED ? new Uint32Array(0) : walk.headsOf(next)
    group = next
    if (heads.length === 0) throw noSuchCell(heap, node, path.slice(0, i + 1))
  }
  const name = path.length > 0 ? grouping.nameOf(group) : startName(heap, start, group, grouping)
  return { group, heads, name }
}

/**
 * The objects of a cell, ascending: those that its count counts. Folded ones are left out.
 * O(nodes of the cells on the way + their children + nodes / 8).
 * @throws HeapError `not-found` when there is no such cell
 */
export async function nodesOfGroupPath(
  heap: CompleteHeap,
  place: GroupPlace,
  task: Task,
): Promise<Uint32Array> {
  const { grouping, walk } = walkFor(heap, place, task)
  task.begin('answer', heap.snapshot.nodeCount)
  const { group, heads } = await findGroupCell(heap, place, grouping, walk)
  const members = new BitSet(heap.snapshot.nodeCount)
  const { count } = await walk.walk(heads, group, (node) => members.add(node))
  task.end()
  return listed(members, count)
}

function listed({ bytes }: BitSet, count: number): Uint32Array {
  const nodes = new Uint32Array(count)
  let at = 0
  for (let byte = 0; byte < bytes.length; byte++) {
    for (let bits = bytes[byte]!; bits !== 0; bits &= bits - 1) {
      nodes[at++] = byte * 8 + 31 - Math.clz32(bits & -bits)
    }
  }
  return nodes
}

function startName(heap: CompleteHeap, node: number, group: number, grouping: TreeGrouping): GroupName {
  if (node === heap.snapshot.root) return { key: '', name: '(root)', kind: 'root' }
  if (group !== FOLDED) return grouping.nameOf(group)
  const kind = kindOfType(heap.snapshot.nodeType[node]!)
  return { key: '', name: displayName(heap.snapshot, node), kind }
}

function noSuchCell({ snapshot }: CompleteHeap, node: number | null, path: readonly string[]): HeapError {
  const text = writeGroupPath({ id: node === null ? null : snapshot.nodeId[node]!, path })
  return new HeapError('not-found', `Nothing in the dominator tree is at “${text}”.`)
}

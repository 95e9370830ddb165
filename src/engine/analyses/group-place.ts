import { BitSet } from '../base/bit-set.ts'
import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import type { GroupName, TreePlace } from '../model/dominator-rows.ts'
import { writeGroupPath, type WrittenPlace } from '../model/group-path.ts'
import { GroupWalk } from './group-walk.ts'
import type { CompleteHeap } from './heap.ts'
import { displayName } from './names.ts'
import { kindOfType } from './kinds.ts'
import { FOLDED, FOREST, treeGrouping, type TreeGrouping } from './tree-grouping.ts'

/** A place in the tree by class or module. */
export type GroupPlace = TreePlace & {
  readonly by: 'class' | 'module'
  /** Where its path begins instead of at its node: the tops of a selection, of which none dominates another. */
  readonly tops?: Uint32Array | undefined
}

/** What stands above the tops of a selection. */
export const ABOVE_TOPS: GroupName = { key: '', name: '(selection)', kind: 'root' }

/** A cell of the tree by group, found. */
export interface GroupCell {
  /** Its group; `FOLDED` where the place begins at a node without one, `FOREST` at the top of a selection. */
  readonly group: number
  readonly heads: Uint32Array
  readonly name: GroupName
}

/** The grouping of a place, and a walk to go on from it. */
export function walkFor(
  heap: CompleteHeap,
  { by }: Pick<GroupPlace, 'by'>,
): { readonly grouping: TreeGrouping; readonly walk: GroupWalk } {
  const grouping = treeGrouping(heap, by)
  return { grouping, walk: new GroupWalk(heap, grouping) }
}

/**
 * Goes down the path of a place. O(nodes of the cells on the way + their children).
 * @throws HeapError `not-found` when there is no such cell
 */
export async function findGroupCell(
  heap: CompleteHeap,
  { node, path, tops }: GroupPlace,
  grouping: TreeGrouping,
  walk: GroupWalk,
  task: Task,
): Promise<GroupCell> {
  const start = node ?? heap.snapshot.root
  let group = tops ? FOREST : grouping.of(start)
  let heads: Uint32Array = tops ?? Uint32Array.of(start)
  for (const [i, key] of path.entries()) {
    await walk.walk(heads, group, task)
    group = groupBelow(walk, grouping, key)
    heads = headsBelow(walk, group)
    if (heads.length === 0) throw noSuchCell(heap, node, path.slice(0, i + 1))
  }
  if (path.length > 0) return { group, heads, name: grouping.nameOf(group) }
  return { group, heads, name: tops ? ABOVE_TOPS : startName(heap, start, group, grouping) }
}

/** The object of a cell that retains most, the first of equal ones. @throws HeapError as `findGroupCell` */
export async function largestHead(heap: CompleteHeap, place: GroupPlace, task: Task): Promise<number> {
  const { grouping, walk } = walkFor(heap, place)
  task.begin('answer', heap.snapshot.nodeCount)
  const { heads } = await findGroupCell(heap, place, grouping, walk, task)
  return largestOf(heap, heads)
}

/** The node that retains most, the first of equal ones. @throws HeapError `not-found` where there is none */
export function largestOf({ ready }: CompleteHeap, nodes: Uint32Array): number {
  const { retainedSize } = ready.graph
  if (nodes.length === 0) throw new HeapError('not-found', 'Nothing is selected.')
  let largest = nodes[0]!
  for (const node of nodes) if (retainedSize[node]! > retainedSize[largest]!) largest = node
  return largest
}

/** The group with this key; else, since people write names, of those below that are called so the one that retains most. */
function groupBelow(walk: GroupWalk, grouping: TreeGrouping, key: string): number {
  const exact = grouping.byKey(key)
  if (exact !== FOLDED) return exact
  const called = walk.below().filter(({ group }) => grouping.nameOf(group).name === key)
  return called.sort((a, b) => b.size - a.size)[0]?.group ?? FOLDED
}

function headsBelow(walk: GroupWalk, group: number): Uint32Array {
  return group === FOLDED ? new Uint32Array(0) : walk.headsOf(group)
}

/**
 * The objects of a cell, for filters: those that its count counts. Null when there is no such cell.
 * O(nodes of the cells on the way + their children), at one go; one bit a node.
 */
export function membersOfGroupPath(
  heap: CompleteHeap,
  { by, id, path }: WrittenPlace & Pick<GroupPlace, 'by'>,
): BitSet | null {
  const { grouping, walk } = walkFor(heap, { by })
  const { snapshot } = heap
  const start = id === null ? snapshot.root : snapshot.nodeId.indexOf(id)
  if (start === -1) return null
  let group = grouping.of(start)
  let heads: Uint32Array = Uint32Array.of(start)
  for (const key of path) {
    walk.walkNow(heads, group)
    group = groupBelow(walk, grouping, key)
    heads = headsBelow(walk, group)
    if (heads.length === 0) return null
  }
  const members = new BitSet(snapshot.nodeCount)
  walk.walkNow(heads, group, (node) => members.add(node))
  return members
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

import type { Task } from '../../base/task.ts'
import type { WholeHeap } from '../heap.ts'
import { byOwnerAndKind } from './by-owner-and-kind.ts'

/** Objects that are held alike. */
export interface OwnedGroup {
  readonly owner: string
  /** Ascending. */
  readonly nodes: Uint32Array
  /** Their shallow sizes together. */
  readonly bytes: number
}

/** So many owners are told apart; what the others hold is put together. */
const MOST = 100
export const ELSEWHERE = 'elsewhere'

/**
 * Sorts objects by what holds them, see `ownersOf`, the owner of most bytes first. O(nodes + edges).
 * @param nodes distinct and ascending
 */
export async function byOwner(heap: WholeHeap, nodes: Uint32Array, task: Task): Promise<OwnedGroup[]> {
  const held = await byOwnerAndKind(heap, nodes, () => 0, task)
  const groups = held.map(({ owner, nodes: members }) => groupOf(heap, owner, members))
  groups.sort((a, b) => b.bytes - a.bytes)
  const rest = groups.slice(MOST)
  return rest.length === 0 ? groups : [...groups.slice(0, MOST), groupOf(heap, ELSEWHERE, together(rest))]
}

function together(groups: readonly OwnedGroup[]): Uint32Array {
  const all = new Uint32Array(groups.reduce((sum, { nodes }) => sum + nodes.length, 0))
  let at = 0
  for (const { nodes } of groups) {
    all.set(nodes, at)
    at += nodes.length
  }
  return all.sort()
}

function groupOf({ shallowSize }: WholeHeap, owner: string, nodes: Uint32Array): OwnedGroup {
  let bytes = 0
  for (const node of nodes) bytes += shallowSize[node]!
  return { owner, nodes, bytes }
}

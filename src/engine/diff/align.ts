import type { Task } from '../base/task.ts'
import { type Alignment, type Digest, type MatchedBy, NO_NODE } from '../model/digest.ts'
import { matchIds } from './match-ids.ts'
import { type Matches, noMatches } from './match-keys.ts'
import { matchPaths, PATH_ROUNDS } from './match-paths.ts'

/** How many times all nodes are looked at. */
const ROUNDS: Record<MatchedBy, number> = { id: 1, path: PATH_ROUNDS }

/** What objects are told by; `paths` only where they are told by them. */
type Aligned = Pick<Digest, 'nodeCount' | 'root' | 'nodeId'> & Partial<Pick<Digest, 'paths'>>

/**
 * Finds out which objects of two heaps are the same.
 *
 * By id: exact within one process, where V8 gives an id once and for all. By path, in three rounds, each for what the one
 * before left: the same path of classes and references from the roots and the same content; the same path; the same
 * class, referred to in the same way by the same class, with the same content. Several that are alike are matched in the
 * order of what holds them, so that what two of them hold stays together.
 * O(nodes of both). Wants paths in both digests to align by them.
 */
export async function align(base: Aligned, target: Aligned, by: MatchedBy, task: Task): Promise<Alignment> {
  const matches = noMatches(base.nodeCount, target.nodeCount)
  task.begin('answer', ROUNDS[by] * (base.nodeCount + target.nodeCount))
  if (by === 'id') await matchIds(base.nodeId, target.nodeId, matches, task)
  else await matchPaths(base.paths!, target.paths!, matches, task)
  // Whatever else: a heap has one root.
  pair(matches, base.root, target.root)
  task.end()
  return { matchedBy: by, ...matches }
}

function pair({ inBase, inTarget }: Matches, base: number, target: number): void {
  if (inTarget[base] !== NO_NODE) inBase[inTarget[base]!] = NO_NODE
  if (inBase[target] !== NO_NODE) inTarget[inBase[target]!] = NO_NODE
  inBase[target] = base
  inTarget[base] = target
}

import { EdgeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { targetNamed } from './standard-library.ts'

/** The classes that a class inherits from, itself first. O(bases). */
export function basesOf(snapshot: Snapshot, classNode: number): number[] {
  const order = targetNamed(snapshot, classNode, '__mro__')
  if (order === null) return [classNode]
  const { firstEdge, edgeLink } = snapshot
  const found: number[] = []
  for (let edge = firstEdge[order]!; edge < firstEdge[order + 1]!; edge++) {
    if (linkType(edgeLink[edge]!) === EdgeType.element) found.push(linkTarget(edgeLink[edge]!))
  }
  return found
}

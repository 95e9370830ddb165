import type { KeptGroups } from '../../kept/kept-groups.ts'

/** The nodes that things of each group are made of, ascending, by group number. O(nodes × log). */
export function keptNodes({ held }: Pick<KeptGroups, 'held'>): Uint32Array[] {
  const members: number[][] = held.groups.map(() => [])
  for (const [i, node] of held.nodes.entries()) members[held.groupOf[i]!]!.push(node)
  return members.map((nodes) => Uint32Array.from(nodes).sort())
}

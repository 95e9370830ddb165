import type { TreeAddress, TreeCells } from '#engine/model/dominator-rows.ts'
import { idTerm } from '#engine/model/filter-term.ts'
import { groupQuery } from '#engine/model/group-path.ts'

/** The place of a cell in the tree whose top is at `address`. */
export function cellAddress(address: TreeAddress, { cells }: TreeCells, cell: number): TreeAddress {
  const { subject } = cells[cell]!
  if (subject.what === 'object') return { by: 'object', id: subject.node.id, path: [] }
  if (address.by === 'object') return address
  const path: string[] = []
  for (let at = cell; at > 0; at = cells[at]!.parent) {
    const { subject: step } = cells[at]!
    if (step.what === 'group') path.unshift(step.group.key)
  }
  return { ...address, path: [...address.path, ...path] }
}

/** The filter that finds the objects at a place. */
export function queryAt({ by, id, path }: TreeAddress): string {
  if (by === 'object') return id === null ? '' : idTerm(id)
  return groupQuery(by, { id, path })
}

import { namespacesOf } from '../../graph/python-dicts.ts'
import type { Role } from '../../model/finding-rows.ts'
import { isGlobalName } from '../../model/global-name.ts'
import { NodeType } from '../../model/kinds.ts'
import { isRecord } from '../collections/collection-columns.ts'
import type { WholeHeap } from '../heap.ts'
import { COLLECTIONS } from '../list-fields.ts'
import { moduleOrClass } from '../python-role.ts'

/** What lives as long as the program, whatever it does. */
export const LONG_LIVED: ReadonlySet<Role> = new Set([
  'root',
  'global',
  'module',
  'class',
  'function',
  'engine',
])

/** What a node is to the program. Containers are known once collections are. */
export function roleOf(heap: WholeHeap, node: number): Role {
  const { snapshot, table } = heap
  const type = snapshot.nodeType[node]!
  if (type === NodeType.synthetic) return 'root'
  const info = table.classes[table.classOf[node]!]!
  if (snapshot.python) {
    const role = moduleOrClass(snapshot, node)
    if (role) return role
    if (namespacesOf(snapshot).has(node)) return 'engine'
    if (type === NodeType.closure || info.name === 'cell' || info.name === 'frame') return 'function'
  } else {
    if (isGlobalName(info.name)) return 'global'
    if (type === NodeType.closure || info.name.startsWith('system / Context')) return 'function'
  }
  if (isContainer(heap, node)) return 'container'
  const isEngines =
    type === NodeType.array ||
    type === NodeType.hidden ||
    type === NodeType.code ||
    info.name.startsWith('system / ')
  return isEngines ? 'engine' : 'object'
}

/** Whether a node holds what is put into it, rather than having fields; false until collections are known. */
export function isContainer(heap: WholeHeap, node: number): boolean {
  const collections = COLLECTIONS.known(heap)?.collections
  if (!collections?.members.has(node)) return false
  return !isRecord(collections, collections.members.of(node))
}

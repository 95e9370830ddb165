import type { Task } from '../base/task.ts'
import { EdgeType } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { FirstEdges, NO_EDGE } from './first-edges.ts'
import { inSlices } from './in-slices.ts'
import { isNameOf, nodesNamed } from './named-nodes.ts'
import { noOwners, FIRST_OWNER, type OwnerColumn, spreadOwners } from './owners.ts'
import { stringsWithText } from './same-text.ts'

/** The native contexts: one for each realm, that is for each global object with its own `Array`, `Map` and so on. */
export function nativeContexts(snapshot: Snapshot, task: Task): Promise<Uint32Array> {
  const base = 'system / NativeContext'
  const passes = (name: string): boolean => isNameOf(base, name) || isNameOf(`Detached ${base}`, name)
  return nodesNamed(snapshot, [base, 'Detached'], passes, task)
}

/** By node the realm it belongs to. Realm k, in the order of `contexts`, has number `FIRST_OWNER + k`. */
export interface RealmOwners {
  /** The native contexts, ascending. */
  readonly contexts: Uint32Array
  readonly owner: OwnerColumn
}

/**
 * Attributes every node to the realm it belongs to, by the rules of Chrome DevTools. A native context is its own, and
 * an object whose map's map names a native context is that one's, whoever refers to it: maps are made for one realm. All
 * else belongs to the realm whose nodes lead to it, to several, or to none. O(nodes + edges).
 */
export async function attributeToRealms(snapshot: Snapshot, task: Task): Promise<RealmOwners> {
  const contexts = await nativeContexts(snapshot, task)
  const owner = noOwners(snapshot.nodeCount, contexts.length)
  if (contexts.length === 0) return { contexts, owner }
  for (const [k, node] of contexts.entries()) owner[node] = FIRST_OWNER + k
  await attributeByMap(snapshot, contexts, owner, task)
  await spreadOwners(snapshot, owner, null, task)
  return { contexts, owner }
}

async function attributeByMap(
  snapshot: Snapshot,
  contexts: Uint32Array,
  owner: OwnerColumn,
  task: Task,
): Promise<void> {
  const [map, context] = await stringsWithText(snapshot.strings, ['map', 'native_context'], task)
  const maps = new FirstEdges(snapshot, EdgeType.internal, map!)
  const links = new FirstEdges(snapshot, EdgeType.internal, context!)
  const realmOf = new Map<number, number>()
  for (const [k, node] of contexts.entries()) realmOf.set(node, FIRST_OWNER + k)
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const own = maps.target(node)
      const meta = own === NO_EDGE ? NO_EDGE : maps.target(own)
      if (meta === NO_EDGE || realmOf.has(node)) continue
      const realm = realmOf.get(links.target(meta))
      if (realm !== undefined) owner[node] = realm
    }
  })
}

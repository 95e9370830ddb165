import type { Task } from '../base/task.ts'
import type { RealmOwners } from '../graph/native-contexts.ts'
import { FIRST_OWNER, NO_OWNER, SHARED } from '../graph/owners.ts'
import type { RealmKind, RealmRow } from '../model/realm-rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { linkTarget } from '../model/links.ts'
import { retainedByGroup } from './class-sizes.ts'
import type { CompleteHeap } from './heap.ts'
import { edgeLabel } from './names.ts'
import { nodeRow } from './node-row.ts'

/** Edges from a native context to its global object, the best first. */
const GLOBAL_EDGES = ['global_proxy_object', 'global_object', 'extension']

/** The realms, the largest first, then what several share and what belongs to none. O(nodes). */
export async function realmRows(
  heap: CompleteHeap,
  { contexts, owner }: RealmOwners,
  task: Task,
): Promise<RealmRow[]> {
  const { snapshot, shallowSize } = heap
  const owners = contexts.length + FIRST_OWNER
  const count = new Float64Array(owners)
  const bytes = new Float64Array(owners)
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (shallowSize[node] === 0) continue
    count[owner[node]!]!++
    bytes[owner[node]!]! += shallowSize[node]!
  }
  const retained = await retainedByGroup(heap.ready.graph, owner, owners, task)
  const row = (at: number, kind: RealmKind, context: number | null): RealmRow => {
    const node = context === null ? null : nodeRow(heap, context)
    return {
      kind,
      name: context === null ? '' : realmName(snapshot, context),
      node,
      count: count[at]!,
      shallowSize: bytes[at]!,
      retainedSize: retained[at]!,
      query: node ? `realm:@${node.id}` : `realm:${kind}`,
    }
  }
  const realms = Array.from(contexts, (node, k) => row(FIRST_OWNER + k, 'realm', node))
  return [
    ...realms.toSorted((a, b) => b.shallowSize - a.shallowSize),
    row(SHARED, 'shared', null),
    row(NO_OWNER, 'none', null),
  ]
}

/** The name of the realm's global object, without what only says how V8 builds it: `Window / https://example.org`. */
function realmName(snapshot: Snapshot, context: number): string {
  const names = new Map<string, string>()
  for (let edge = snapshot.firstEdge[context]!; edge < snapshot.firstEdge[context + 1]!; edge++) {
    const label = String(edgeLabel(snapshot, context, edge))
    if (!GLOBAL_EDGES.includes(label) || names.has(label)) continue
    const target = linkTarget(snapshot.edgeLink[edge]!)
    names.set(label, snapshot.strings.text(snapshot.nodeName[target]!))
  }
  const found = GLOBAL_EDGES.map((label) => names.get(label)).find((name) => name !== undefined)
  const name = found ?? snapshot.strings.text(snapshot.nodeName[context]!)
  return name.replace(/ \[JSGlobal(Proxy|Object)\]/, '').replace(/ \(global\*?\)$/, '')
}

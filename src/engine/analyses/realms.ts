import type { BitSet } from '../base/bit-set.ts'
import type { RecentMap } from '../base/recent-map.ts'
import type { Task } from '../base/task.ts'
import type { RealmOwners } from '../graph/native-contexts.ts'
import { FIRST_OWNER, NO_OWNER, SHARED } from '../graph/owners.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import type { RealmColumn, RealmKind, RealmRow } from '../model/realm-rows.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { linkTarget } from '../model/links.ts'
import { retainedByGroup } from './class-sizes.ts'
import type { CompleteHeap } from './heap.ts'
import { compareTexts } from './list-nodes.ts'
import { edgeLabel } from './names.ts'
import { nodeRow } from './node-row.ts'
import { orderedPage } from './ordered-page.ts'

/** Edges from a native context to its global object, the best first. */
const GLOBAL_EDGES = ['global_proxy_object', 'global_object', 'extension']

const NAMES: Readonly<Record<RealmKind, string>> = {
  realm: '',
  shared: 'Shared by several realms',
  none: 'In no realm',
}

/**
 * The realms, the largest first, then what several share and what belongs to none. O(nodes).
 * @param only the nodes that are counted; null for all
 */
export async function realmRows(
  heap: CompleteHeap,
  { contexts, owner }: RealmOwners,
  task: Task,
  only: BitSet | null = null,
): Promise<RealmRow[]> {
  const { snapshot, shallowSize } = heap
  const owners = contexts.length + FIRST_OWNER
  const count = new Float64Array(owners)
  const bytes = new Float64Array(owners)
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (shallowSize[node] === 0 || only?.has(node) === false) continue
    count[owner[node]!]!++
    bytes[owner[node]!]! += shallowSize[node]!
  }
  // What is not counted is of a group of its own, which nobody asks for.
  const groupOf = only ? Uint32Array.from(owner, (at, node) => (only.has(node) ? at : owners)) : owner
  const retained = await retainedByGroup(heap.ready.graph, groupOf, owners + 1, task)
  const row = (at: number, kind: RealmKind, context: number | null): RealmRow => {
    const node = context === null ? null : nodeRow(heap, context)
    return {
      kind,
      name: context === null ? NAMES[kind] : realmName(snapshot, context),
      node,
      count: count[at]!,
      shallowSize: bytes[at]!,
      retainedSize: retained[at]!,
      query: node ? `realm:=@${node.id}` : `realm:=${kind}`,
    }
  }
  const realms = Array.from(contexts, (node, k) => row(FIRST_OWNER + k, 'realm', node))
  return [
    ...realms.toSorted((a, b) => b.shallowSize - a.shallowSize),
    row(SHARED, 'shared', null),
    row(NO_OWNER, 'none', null),
  ]
}

/** A page of the rows; without a sort in their own order. */
export function realmPage(
  rows: readonly RealmRow[],
  request: ListRequest<RealmColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<RealmRow> {
  const all = Uint32Array.from(rows, (_, at) => at)
  const entries = filter ? all.filter(filter) : all
  const keyOf = ({ column }: Sort<RealmColumn>): ((at: number) => number) => {
    if (column !== 'name') return (at) => rows[at]![column]
    const order = [...all].sort((a, b) => compareTexts(rows[a]!.name, rows[b]!.name))
    const rank = new Map(order.map((at, place) => [at, place]))
    return (at) => rank.get(at)!
  }
  const key = `realms ${request.filter ?? ''}`
  return orderedPage({ entries, all: all.length, key, keyOf, rowOf: (at) => rows[at]! }, request, orders)
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

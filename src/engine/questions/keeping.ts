import { KEPT, REALMS, ROOT_GROUPS } from '../analyses/keeping-fields.ts'
import { KEPT_TABLE, REALM_TABLE, ROOT_TABLE } from '../analyses/keeping-tables.ts'
import { keptPage, type KeptGroups } from '../analyses/kept/kept-groups.ts'
import { nodePage } from '../analyses/list-nodes.ts'
import { realmPage, realmRows } from '../analyses/realms.ts'
import { rootGroupPage, sumRootGroups } from '../analyses/root-groups.ts'
import type { Keeper, KeptColumn, KeptRow, KeptTotals } from '../model/kept-rows.ts'
import type { RealmColumn, RealmRow } from '../model/realm-rows.ts'
import type { RootColumn, RootGroupRow } from '../model/root-rows.ts'
import type { ListRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

/** Questions about what keeps objects: roots, realms, and what ought to let go. */
export const keepingQuestions = {
  /** The roots by kind, with what each kind alone leads to. */
  async rootGroups(asked: Asked, request: ListRequest<RootColumn>): Promise<Page<RootGroupRow>> {
    const found = await rootGroups(asked)
    const sums = await asked.shared('sums of root groups', () => sumRootGroups(asked.heap, found))
    const source = { heap: asked.heap, found, sums }
    const filter = filterEntries(request.filter, { table: ROOT_TABLE, source, now: asked.now })
    return rootGroupPage(asked.heap, found, sums, request, filter, asked.orders)
  },

  /** The program's global objects, as far as they are roots. */
  async rootGlobals(asked: Asked, request: Omit<ListRequest<NodeColumn>, 'filter'>): Promise<Page<NodeRow>> {
    const { groups } = await rootGroups(asked)
    const nodes = groups.flatMap((group) => (group.kind === 'globals' ? group.nodes : []))
    const sorted = Uint32Array.from(nodes).sort()
    return nodePage(asked.heap, sorted, sorted.length, request, asked.orders, 'globals')
  },

  /** What belongs to each realm, to several and to none. */
  async realms(asked: Asked, request: ListRequest<RealmColumn>): Promise<Page<RealmRow>> {
    const rows = await asked.shared('realms', async (task) => {
      task.begin('answer', asked.heap.snapshot.nodeCount)
      return realmRows(asked.heap, await REALMS.of(asked.heap, task), task)
    })
    const filter = filterEntries(request.filter, { table: REALM_TABLE, source: rows, now: asked.now })
    return realmPage(rows, request, filter, asked.orders)
  },

  /** How much one keeper alone keeps. */
  async keptTotals(asked: Asked, keeper: Keeper): Promise<KeptTotals> {
    return (await keptGroups(asked, keeper)).totals
  },

  /** What one keeper holds, in groups. */
  async kept(asked: Asked, keeper: Keeper, request: ListRequest<KeptColumn>): Promise<Page<KeptRow>> {
    const found = await keptGroups(asked, keeper)
    const filter = filterEntries(request.filter, { table: KEPT_TABLE, source: found, now: asked.now })
    return keptPage(asked.heap, found, request, filter, asked.orders)
  },
}

function rootGroups(asked: Asked) {
  return asked.shared('root groups', (task) => {
    task.begin('answer', asked.heap.snapshot.nodeCount)
    return ROOT_GROUPS.of(asked.heap, task)
  })
}

function keptGroups(asked: Asked, keeper: Keeper): Promise<KeptGroups> {
  return asked.shared(`kept by ${keeper}`, (task) => {
    task.begin('answer', asked.heap.snapshot.nodeCount)
    return KEPT[keeper].of(asked.heap, task)
  })
}

import { KEPT, REALMS, ROOT_GROUPS } from '../analyses/keeping-fields.ts'
import { KEPT_TABLE, REALM_TABLE, ROOT_TABLE } from '../analyses/keeping-tables.ts'
import { keptAmong, keptPage, type KeptGroups } from '../analyses/kept/kept-groups.ts'
import { nodePage } from '../analyses/list-nodes.ts'
import { realmPage, realmRows } from '../analyses/realms.ts'
import { listedGroups, rootGroupPage, sumRootGroups } from '../analyses/root-groups.ts'
import type { Keeper, KeptColumn, KeptRow, KeptTotals } from '../model/kept-rows.ts'
import type { RealmColumn, RealmRow } from '../model/realm-rows.ts'
import type { RootColumn, RootGroupRow } from '../model/root-rows.ts'
import type { ListRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'

type Terms = readonly Term[] | null

/** Questions about what keeps objects: roots, realms, and what ought to let go. */
export const keepingQuestions = {
  /**
   * The roots by kind, with what each kind alone leads to. Of a selection: the kinds that lead to some of it, and what of it
   * each keeps; its references are all that it has.
   */
  async rootGroups(
    whole: Asked,
    request: ListRequest<RootColumn>,
    among: Terms = null,
  ): Promise<Page<RootGroupRow>> {
    const found = await rootGroups(whole)
    const asked = await whole.about(among)
    const sums = await asked.shared('sums of root groups', () => sumRootGroups(asked.heap, found, asked.only))
    const listed = listedGroups(asked.heap, found, sums, asked.only !== null)
    const source = { heap: asked.heap, found, sums }
    const filter = filterEntries(request.filter, { table: ROOT_TABLE, source, now: asked.now })
    return rootGroupPage(asked.heap, found, sums, listed, request, filter, asked.orders)
  },

  /** The program's global objects, as far as they are roots. */
  async rootGlobals(asked: Asked, request: Omit<ListRequest<NodeColumn>, 'filter'>): Promise<Page<NodeRow>> {
    const { groups } = await rootGroups(asked)
    const nodes = groups.flatMap((group) => (group.kind === 'globals' ? group.nodes : []))
    const sorted = Uint32Array.from(nodes).sort()
    return nodePage(asked.heap, sorted, sorted.length, request, asked.orders, 'globals')
  },

  /** What belongs to each realm, to several and to none. Of a selection: those that have some of it. */
  async realms(
    whole: Asked,
    request: ListRequest<RealmColumn>,
    among: Terms = null,
  ): Promise<Page<RealmRow>> {
    const asked = await whole.about(among)
    const rows = await asked.shared('realms', async (task) => {
      task.begin('answer', asked.heap.snapshot.nodeCount)
      const all = await realmRows(asked.heap, await REALMS.of(asked.heap, task), task, asked.only)
      return asked.only ? all.filter(({ count }) => count > 0) : all
    })
    const filter = filterEntries(request.filter, { table: REALM_TABLE, source: rows, now: asked.now })
    return realmPage(rows, request, filter, asked.orders)
  },

  /** How much one keeper alone keeps. */
  async keptTotals(whole: Asked, keeper: Keeper, among: Terms = null): Promise<KeptTotals> {
    return (await keptGroups(whole, keeper, among)).totals
  },

  /** What one keeper holds, in groups. */
  async kept(
    whole: Asked,
    keeper: Keeper,
    request: ListRequest<KeptColumn>,
    among: Terms = null,
  ): Promise<Page<KeptRow>> {
    const asked = await whole.about(among)
    const found = await keptGroups(whole, keeper, among)
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

async function keptGroups(whole: Asked, keeper: Keeper, among: Terms): Promise<KeptGroups> {
  const key = `kept by ${keeper}`
  const found = await whole.shared(key, (task) => {
    task.begin('answer', whole.heap.snapshot.nodeCount)
    return KEPT[keeper].of(whole.heap, task)
  })
  const asked = await whole.about(among)
  const { only } = asked
  return only ? asked.shared(key, (task) => keptAmong(whole.heap, found, only, task)) : found
}

import type { CompleteHeap } from '../analyses/heap.ts'
import { compareTexts } from '../analyses/list-nodes.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { nodeRow } from '../analyses/node-row.ts'
import { isSteady, slopeOf } from '../diff/trend.ts'
import { retainedOver, type TrendOwners } from '../diff/trend-owners.ts'
import type { Comparison } from '../model/digest.ts'
import { type Field, fieldThrough, type FilterTable } from '../model/filter-fields.ts'
import type { Sort } from '../model/rows.ts'
import type { OwnerTrendColumn, OwnerTrendRow } from '../model/trend-rows.ts'

interface OwnerTrend extends Omit<OwnerTrendRow, 'entry' | 'node'> {
  readonly node: number
}

export interface OwnerTrends {
  readonly heap: CompleteHeap
  /** In their usual order: what grew in every step first, then by how much gathers right there. */
  readonly owners: readonly OwnerTrend[]
  readonly explained: number
}

export function ownerTrendsOf(
  heap: CompleteHeap,
  earlier: readonly Comparison[],
  { nodes, own, explained }: TrendOwners,
): OwnerTrends {
  const { retainedSize } = heap.ready.graph
  const owners = Array.from(nodes, (node, at): OwnerTrend => {
    const retained = retainedOver(node, earlier, retainedSize)
    const growth = retained.at(-1)! - retained[0]!
    return { node, retained, slope: slopeOf(retained), steady: isSteady(retained), growth, own: own[at]! }
  })
  owners.sort((a, b) => Number(b.steady) - Number(a.steady) || b.own - a.own || a.node - b.node)
  return { heap, owners, explained }
}

export function ownerTrendRow({ heap, owners }: OwnerTrends, entry: number): OwnerTrendRow {
  const { node, ...trend } = owners[entry]!
  return { entry, node: nodeRow(heap, node), ...trend }
}

/** The number by which an owner is sorted. */
export function ownerTrendKey({
  heap,
  owners,
}: OwnerTrends): (sort: Sort<OwnerTrendColumn>) => (entry: number) => number {
  return ({ column }) => {
    if (column === 'name') {
      const nameOf = ({ node }: OwnerTrend): string => heap.table.classes[heap.table.classOf[node]!]!.name
      const names = [...new Set(owners.map(nameOf))].sort(compareTexts)
      const rank = new Map(names.map((name, place) => [name, place]))
      return (entry) => rank.get(nameOf(owners[entry]!))!
    }
    if (column === 'last') return (entry) => owners[entry]!.retained.at(-1)!
    return (entry) => owners[entry]![column]
  }
}

function bytes(
  name: string,
  help: string,
  example: string,
  valueOf: (owner: OwnerTrend) => number,
): Field<OwnerTrends> {
  const read = ({ owners }: OwnerTrends) => {
    return (entry: number): number => valueOf(owners[entry]!)
  }
  return { name, type: 'bytes', help, example, read }
}

const OF_OBJECTS = new Set(['name', 'class', 'kind', 'id', 'size', 'retained', 'distance'])

/** What owners over several captures can be filtered by: what objects can, and how they grew. */
export const OWNER_TREND_TABLE: FilterTable<OwnerTrends> = {
  rows: 'owners',
  own: ['name', 'class'],
  fields: [
    ...NODE_TABLE.fields
      .filter(({ name }) => OF_OBJECTS.has(name))
      .map((field) =>
        fieldThrough(
          field,
          ({ heap }: OwnerTrends) => heap,
          ({ owners }) =>
            (entry) =>
              owners[entry]!.node,
        ),
      ),
    {
      name: 'steady',
      type: 'flag',
      help: 'Whether its retained size grew in every step.',
      example: 'steady:yes',
      read:
        ({ owners }) =>
        (entry) =>
          owners[entry]!.steady,
    },
    bytes('slope', 'Retained bytes more with each capture.', 'slope:>10k', ({ slope }) => slope),
    bytes('own', 'Growth that none of the listed objects below it has.', 'own:>10k', ({ own }) => own),
    bytes('growth', 'Last less first retained size.', 'growth:>1MB', ({ growth }) => growth),
  ],
}

import type { RecentMap } from '../../base/recent-map.ts'
import type { EntryTest, FilterTable } from '../../model/filter-fields.ts'
import { exactTerm } from '../../model/filter-term.ts'
import type { ModuleRow, PackageColumn, PackageRow } from '../../model/package-rows.ts'
import type { ListRequest, Page, Sort } from '../../model/rows.ts'
import type { CompleteHeap } from '../heap.ts'
import { compareTexts } from '../list-nodes.ts'
import { nodeRow } from '../node-row.ts'
import { orderedPage } from '../ordered-page.ts'
import type { PackageInfo, Packages } from './packages.ts'

/** What packages are filtered by; entries are places in `Packages.packages`. */
export const PACKAGE_TABLE: FilterTable<Packages> = {
  rows: 'packages',
  own: ['package', 'module'],
  fields: [
    {
      name: 'package',
      type: 'text',
      help: 'The top-level package.',
      example: 'package:numpy',
      read:
        ({ packages }) =>
        (pattern) =>
        (at) =>
          pattern.test(packages[at]!.name),
    },
    {
      name: 'module',
      type: 'text',
      help: 'One of its modules.',
      example: 'module:=shop.models',
      read:
        ({ packages, modules }) =>
        (pattern) =>
        (at) =>
          packages[at]!.modules.some((module) => pattern.test(modules[module]!.name)),
    },
    {
      name: 'retained',
      type: 'bytes',
      help: 'What would be freed if its modules and what they define went away.',
      example: 'retained:>1MB',
      read:
        ({ packages }) =>
        (at) =>
          packages[at]!.retainedSize,
    },
  ],
}

/** A page of packages; without a sort those that retain most come first. O(packages). */
export function packagePage(
  { packages }: Packages,
  request: ListRequest<PackageColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<PackageRow> {
  const all = Uint32Array.from(packages, (_, at) => at)
  const listing = {
    entries: filter ? all.filter(filter) : all,
    all: all.length,
    key: `packages ${request.filter ?? ''}`,
    keyOf: ({ column }: Sort<PackageColumn>) => {
      if (column === 'modules') return (at: number) => packages[at]!.modules.length
      return column === 'name' ? rankByName(packages) : (at: number) => packages[at]![column]
    },
    rowOf: (at: number) => packageRow(packages[at]!),
  }
  const sort = request.sort ?? { column: 'retainedSize', descending: true }
  return orderedPage(listing, { ...request, sort }, orders)
}

function packageRow({
  name,
  isStandard,
  modules,
  objects,
  shallowSize,
  retainedSize,
}: PackageInfo): PackageRow {
  const query = exactTerm('package', name)
  return { name, isStandard, modules: modules.length, objects, shallowSize, retainedSize, query }
}

/** A page of the modules of one package, by its name; empty where there is none. O(its modules). */
export function modulePage(
  heap: CompleteHeap,
  { packages, modules }: Packages,
  name: string,
  request: ListRequest<PackageColumn>,
  orders: RecentMap<Uint32Array>,
): Page<ModuleRow> {
  const entries = Uint32Array.from(packages.find((one) => one.name === name)?.modules ?? [])
  const listing = {
    entries,
    all: entries.length,
    key: `modules of ${name}`,
    keyOf: ({ column }: Sort<PackageColumn>) => {
      if (column === 'name') return rankByName(modules)
      return (at: number) => (column === 'modules' ? 1 : modules[at]![column])
    },
    rowOf: (at: number): ModuleRow => {
      const { node, objects, shallowSize, retainedSize, name: module } = modules[at]!
      const query = exactTerm('module', module)
      return { name: module, objects, shallowSize, retainedSize, node: nodeRow(heap, node), query }
    },
  }
  return orderedPage(listing, request, orders)
}

function rankByName(items: readonly { readonly name: string }[]): (at: number) => number {
  const order = items.map(({ name }, at) => ({ at, name })).sort((a, b) => compareTexts(a.name, b.name))
  const rank = new Uint32Array(items.length)
  for (const [place, { at }] of order.entries()) rank[at] = place
  return (at) => rank[at]!
}

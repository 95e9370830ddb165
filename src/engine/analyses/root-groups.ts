import { FIRST_OWNER, NO_OWNER, noOwners, type OwnerColumn, SHARED, spreadOwners } from '../graph/owners.ts'
import { keepsAlive } from '../graph/essential-edges.ts'
import { nativeContexts } from '../graph/native-contexts.ts'
import { isUserRoot } from '../graph/user-roots.ts'
import type { BitSet } from '../base/bit-set.ts'
import type { RecentMap } from '../base/recent-map.ts'
import type { Task } from '../base/task.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { RootColumn, RootGroupKind, RootGroupRow } from '../model/root-rows.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { rootChild } from './python/root-children.ts'
import type { CompleteHeap } from './heap.ts'
import { compareTexts } from './list-nodes.ts'
import { nodeRow } from './node-row.ts'
import { orderedPage } from './ordered-page.ts'

const NAMES: Readonly<Record<Exclude<RootGroupKind, 'machine'>, string>> = {
  globals: 'Globals',
  several: 'Several of these',
  none: 'Nothing leads here',
}

/** A kind of roots: the nodes that stand for it. */
export interface RootGroup {
  readonly kind: 'machine' | 'globals'
  readonly nodes: readonly number[]
}

export interface RootGroups {
  /** The owner of group k is number `FIRST_OWNER + k`. */
  readonly groups: readonly RootGroup[]
  /** From which group each node is reached over essential edges: one, several or none. */
  readonly owner: OwnerColumn
}

/**
 * The roots by kind, and what each kind alone leads to. The kinds are the synthetic children of the root and of
 * "(GC roots)"; both together are one more, for what they hold directly. The globals are the root's other children or,
 * where a capture marks none, its native contexts. They belong to their own group even where another leads to them, so
 * that what the program holds is not said to be shared by all that knows the program; so do the modules of a Python
 * heap, with the dictionaries of their names. O(nodes + edges).
 */
export async function findRootGroups(heap: CompleteHeap, task: Task): Promise<RootGroups> {
  const { snapshot } = heap
  const groups = await groupRoots(heap, task)
  const owner = noOwners(snapshot.nodeCount, groups.length)
  for (const [k, { nodes }] of groups.entries()) {
    for (const node of nodes) owner[node] = FIRST_OWNER + k
    for (const node of namesOf(snapshot, nodes[0]!)) owner[node] = FIRST_OWNER + k
  }
  await spreadOwners(snapshot, owner, heap.ready.graph.essential, task)
  return { groups, owner }
}

/** The modules and the dictionaries of their names, where a group is that of the modules. */
function namesOf(snapshot: Snapshot, group: number): number[] {
  if (!snapshot.python || group !== rootChild(snapshot, '(modules)')) return []
  const modules = targetsOf(snapshot, group)
  return [...modules, ...modules.flatMap((node) => targetsOf(snapshot, node, '__dict__'))]
}

/** @param name of internal edges; without it, all edges but weak ones */
function targetsOf(
  { firstEdge, edgeLink, edgeNames, strings }: Snapshot,
  node: number,
  name?: string,
): number[] {
  const targets: number[] = []
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    const type = linkType(edgeLink[edge]!)
    const passes =
      name === undefined
        ? type !== EdgeType.weak
        : type === EdgeType.internal && strings.text(edgeNames.at(node, edge)) === name
    if (passes) targets.push(linkTarget(edgeLink[edge]!))
  }
  return targets
}

async function groupRoots(heap: CompleteHeap, task: Task): Promise<RootGroup[]> {
  const { snapshot } = heap
  const { root } = snapshot
  const children = essentialTargets(heap, root)
  const gcRoots = children.filter((node) => isSynthetic(heap, node, '(GC roots)'))
  const tops = [root, ...gcRoots]
  const machine = tops
    .flatMap((top) => essentialTargets(heap, top))
    .filter((node) => snapshot.nodeType[node] === NodeType.synthetic && !tops.includes(node))
  const marked = children.filter((node) => isUserRoot(snapshot, node))
  const documents = new Set(marked)
  const globals = marked.length > 0 ? marked : await reachedContexts(heap, task)
  return [
    ...(globals.length > 0 ? [{ kind: 'globals' as const, nodes: [...globals] }] : []),
    ...[...new Set(machine)]
      .filter((node) => !documents.has(node))
      .map((node) => ({ kind: 'machine' as const, nodes: [node] })),
    { kind: 'machine', nodes: tops.toReversed() },
  ]
}

/** The native contexts that the root leads to over essential edges. */
async function reachedContexts({ snapshot, ready }: CompleteHeap, task: Task): Promise<number[]> {
  const contexts = await nativeContexts(snapshot, task)
  if (contexts.length === 0) return []
  const reached = noOwners(snapshot.nodeCount, 1)
  reached[snapshot.root] = FIRST_OWNER
  await spreadOwners(snapshot, reached, ready.graph.essential, task)
  return [...contexts].filter((node) => reached[node] !== NO_OWNER)
}

function isSynthetic({ snapshot }: CompleteHeap, node: number, name: string): boolean {
  return (
    snapshot.nodeType[node] === NodeType.synthetic && snapshot.strings.text(snapshot.nodeName[node]!) === name
  )
}

/** The distinct nodes that a node keeps alive directly, in the order of its edges. */
function essentialTargets({ snapshot, ready }: CompleteHeap, node: number): number[] {
  const { firstEdge, edgeLink } = snapshot
  const targets = new Set<number>()
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    if (keepsAlive(snapshot, ready.graph.essential, node, edge)) targets.add(linkTarget(edgeLink[edge]!))
  }
  return [...targets]
}

/** What is known of each owner of `RootGroups`, by its number. */
export interface GroupSums {
  readonly references: Float64Array
  /** Bytes of the objects that the references lead to. */
  readonly shallowSize: Float64Array
  readonly keptCount: Float64Array
  readonly keptSize: Float64Array
}

/**
 * References and sizes of each group, and what several or none lead to. O(nodes + edges of the roots).
 * @param only the nodes that count as kept; null for all
 */
export function sumRootGroups(
  heap: CompleteHeap,
  { groups, owner }: RootGroups,
  only: BitSet | null = null,
): GroupSums {
  const { snapshot, shallowSize } = heap
  const column = (): Float64Array => new Float64Array(groups.length + FIRST_OWNER)
  const sums = { references: column(), shallowSize: column(), keptCount: column(), keptSize: column() }
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (shallowSize[node] === 0 || only?.has(node) === false) continue
    sums.keptCount[owner[node]!]!++
    sums.keptSize[owner[node]!]! += shallowSize[node]!
  }
  const isRoot = new Set(groups.flatMap(({ nodes }) => nodes))
  for (const [k, { nodes }] of groups.entries()) {
    const held = new Set<number>()
    const at = FIRST_OWNER + k
    for (const node of nodes) {
      for (let edge = snapshot.firstEdge[node]!; edge < snapshot.firstEdge[node + 1]!; edge++) {
        const target = linkTarget(snapshot.edgeLink[edge]!)
        if (isRoot.has(target) || !keepsAlive(snapshot, heap.ready.graph.essential, node, edge)) continue
        sums.references[at]!++
        if (!held.has(target)) sums.shallowSize[at]! += shallowSize[target]!
        held.add(target)
      }
    }
  }
  return sums
}

/**
 * The numbers of all groups or, of a selection, of those that keep some of it. The root itself, the last group, is
 * none in Python, where it leads to the kinds alone. O(groups).
 */
export function listedGroups(
  { snapshot }: CompleteHeap,
  { groups }: RootGroups,
  { keptCount }: GroupSums,
  isPart: boolean,
): Uint32Array {
  const length = groups.length + FIRST_OWNER - (snapshot.python ? 1 : 0)
  const all = Uint32Array.from({ length }, (_, at) => at)
  return isPart ? all.filter((at) => keptCount[at]! > 0) : all
}

/**
 * The groups and what is left beside them; without a sort those that keep most come first. O(groups) a page.
 * @param among the numbers of those that are listed, see `listedGroups`
 */
export function rootGroupPage(
  heap: CompleteHeap,
  found: RootGroups,
  sums: GroupSums,
  among: Uint32Array,
  request: ListRequest<RootColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<RootGroupRow> {
  const passing = filter ? among.filter(filter) : among
  const listing = {
    entries: passing,
    all: among.length,
    key: `roots ${request.filter ?? ''}`,
    keyOf: (sort: Sort<RootColumn>) => groupKey(heap, found, sums, sort.column),
    rowOf: (at: number) => groupRow(heap, found, sums, at),
  }
  const sort = request.sort ?? { column: 'keptSize', descending: true }
  return orderedPage(listing, { ...request, sort }, orders)
}

function groupKey(
  heap: CompleteHeap,
  found: RootGroups,
  sums: GroupSums,
  column: RootColumn,
): (at: number) => number {
  if (column !== 'name') return (at) => sums[column][at]!
  const names = Array.from({ length: found.groups.length + FIRST_OWNER }, (_, at) => ({
    at,
    name: groupName(heap, found, at),
  }))
  names.sort((a, b) => compareTexts(a.name, b.name))
  const rank = new Map(names.map(({ at }, i) => [at, i]))
  return (at) => rank.get(at)!
}

function groupRow(heap: CompleteHeap, found: RootGroups, sums: GroupSums, at: number): RootGroupRow {
  const group = found.groups[at - FIRST_OWNER]
  const kind: RootGroupKind = group?.kind ?? (at === SHARED ? 'several' : 'none')
  const node = group?.kind === 'machine' ? nodeRow(heap, group.nodes[0]!) : null
  return {
    kind,
    name: groupName(heap, found, at),
    node,
    members: group?.nodes.length ?? 0,
    references: sums.references[at]!,
    shallowSize: sums.shallowSize[at]!,
    keptCount: sums.keptCount[at]!,
    keptSize: sums.keptSize[at]!,
    query: node ? `root:=@${node.id}` : `root:=${kind}`,
  }
}

/** A group's name in the file, or for people where it has none. */
export function groupName({ snapshot }: CompleteHeap, { groups }: RootGroups, at: number): string {
  const group = groups[at - FIRST_OWNER]
  if (group?.kind === 'machine') return snapshot.strings.text(snapshot.nodeName[group.nodes[0]!]!)
  return NAMES[group ? 'globals' : at === SHARED ? 'several' : 'none']
}

import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { keepsAlive } from '../../graph/essential-edges.ts'
import { FIRST_OWNER, NO_OWNER, noOwners, spreadOwners } from '../../graph/owners.ts'
import { type Components, isOwnWay, stronglyConnected } from '../../graph/strongly-connected.ts'
import type { Retainers } from '../../model/graph.ts'
import { linkTarget } from '../../model/links.ts'
import { PythonFlag } from '../../model/python-heap.ts'
import type { CompleteHeap } from '../heap.ts'
import { notReady } from '../node-row.ts'
import { rootChildren } from '../python/root-children.ts'
import { lostOfSet } from '../retained-of-set.ts'
import { isContainer, nameInnerEdges, shortClass } from './edge-names.ts'
import { findMachinery } from './machinery.ts'

/** Classes named in a title. */
const MOST_NAMED = 4

const GARBAGE_ROOTS = new Set(['(unreachable cycles)', '(gc.garbage)'])

/** Cycles that are alike, or what the machinery ties together. */
export interface CycleGroup {
  readonly kind: 'cycles' | 'machinery'
  readonly name: string
  /** What it is called in the filter language; no two are called alike. */
  readonly label: string
  readonly classes: readonly { readonly name: string; readonly count: number }[]
  readonly count: number
  /** The members of each cycle, ascending. */
  readonly parts: readonly Uint32Array[]
  readonly objects: number
  readonly shallowSize: number
  readonly retainedSize: number
  readonly finalizers: number
  /** Those of `parts` that only wait for the collector. */
  readonly waiting: readonly Uint32Array[]
  readonly entry: number
}

export interface Cycles {
  readonly groups: readonly CycleGroup[]
  /** Of all cycles but the machinery's. */
  readonly retainedSize: number
  readonly garbage: { readonly cycles: number; readonly objects: number; readonly retainedSize: number }
}

/**
 * Finds the reference cycles: components of the graph without the machinery, those put together that consist of the same
 * classes which refer to each other by the same names. What is in a cycle only together with the machinery, and the
 * machinery that is in one, makes a group of its own. O(nodes + edges), and for each group what its retained size takes.
 * @throws HeapError `not-ready` before references are turned round
 */
export async function findCycles(heap: CompleteHeap, task: Task): Promise<Cycles> {
  const { snapshot, ready } = heap
  const { retainers } = ready
  if (!retainers) throw notReady()
  const { essential } = ready.graph
  task.begin('answer', 2 * snapshot.nodeCount)
  const machinery = await findMachinery(heap, task)
  const components = await stronglyConnected(snapshot, essential, machinery, task)
  const reached = await reachedWithoutGarbage(heap, task)
  const drafts = await groupAlike(heap, components, task)
  const all = await stronglyConnected(snapshot, essential, null, task)
  const rest = withoutMembers(snapshot.nodeCount, all, components)
  const labels = new Map<string, number>()
  const groups: CycleGroup[] = []
  for (const parts of drafts) {
    groups.push(await sumGroup(heap, retainers, parts, reached, labels, task))
    const wait = task.tick(snapshot.nodeCount)
    if (wait) await wait
  }
  const garbage = await sumGarbage(heap, retainers, components, reached, task)
  const retainedSize = (await lostOfSet(ready.graph, retainers, components.node.slice().sort(), task)).bytes
  if (rest.length > 0) {
    const group = await sumGroup(heap, retainers, [rest], reached, labels, task)
    groups.push({ ...group, kind: 'machinery', name: machineryName(heap), label: 'machinery', waiting: [] })
  }
  task.end()
  return { groups, retainedSize, garbage }
}

function machineryName({ snapshot }: CompleteHeap): string {
  return snapshot.python
    ? 'Modules, classes, and what only they tie together'
    : 'Functions, code, and what only they tie together'
}

/** What the root leads to when what waits for the collector is left out. O(nodes + edges). */
async function reachedWithoutGarbage({ snapshot, ready }: CompleteHeap, task: Task): Promise<BitSet | null> {
  if (!snapshot.python) return null
  const { nodeName, nodeCount, strings } = snapshot
  const owner = noOwners(nodeCount, 1)
  for (const node of rootChildren(snapshot)) {
    if (!GARBAGE_ROOTS.has(strings.text(nodeName[node]!))) owner[node] = FIRST_OWNER
  }
  await spreadOwners(snapshot, owner, ready.graph.essential, task)
  const reached = new BitSet(nodeCount)
  for (let node = 0; node < nodeCount; node++) if (owner[node] !== NO_OWNER) reached.add(node)
  return reached
}

/** The components by what they are made of, as lists of their members. */
async function groupAlike(
  heap: CompleteHeap,
  { count, first, node }: Components,
  task: Task,
): Promise<Uint32Array[][]> {
  const groups = new Map<string, Uint32Array[]>()
  for (let at = 0; at < count; at++) {
    const members = node.subarray(first[at], first[at + 1])
    const key = structureOf(heap, members)
    const group = groups.get(key)
    if (group) group.push(members)
    else groups.set(key, [members])
    const wait = task.tick(first[at]!)
    if (wait) await wait
  }
  return [...groups.values()]
}

/** The classes of a component and the names by which they refer to each other. */
function structureOf(heap: CompleteHeap, members: Uint32Array): string {
  const { classOf } = heap.table
  const parts = new Set<string>()
  for (const { to, name } of innerEdges(heap, members)) parts.add(`${name}>${classOf[to]}`)
  return [...parts].sort().join('\n')
}

/** The edges within one component, by name. @param members ascending */
export function innerEdges(heap: CompleteHeap, members: Uint32Array) {
  const { snapshot, ready } = heap
  const { essential } = ready.graph
  const inside = new Set(members)
  return nameInnerEdges(heap, members, function* (node) {
    for (let edge = snapshot.firstEdge[node]!; edge < snapshot.firstEdge[node + 1]!; edge++) {
      const target = linkTarget(snapshot.edgeLink[edge]!)
      if (!inside.has(target)) continue
      if (
        target === node
          ? isOwnWay(snapshot, essential, node, edge)
          : keepsAlive(snapshot, essential, node, edge)
      ) {
        yield edge
      }
    }
  })
}

function withoutMembers(nodeCount: number, all: Components, some: Components): Uint32Array {
  const listed = new BitSet(nodeCount)
  for (const node of some.node) listed.add(node)
  return all.node.filter((node) => !listed.has(node)).sort()
}

async function sumGroup(
  heap: CompleteHeap,
  retainers: Retainers,
  parts: readonly Uint32Array[],
  reached: BitSet | null,
  labels: Map<string, number>,
  task: Task,
): Promise<CycleGroup> {
  const { snapshot, shallowSize, ready } = heap
  const nodes = joined(parts)
  const { distance } = ready.graph
  let objects = 0
  let bytes = 0
  let finalizers = 0
  let entry = nodes[0]!
  for (const node of nodes) {
    if (shallowSize[node] !== 0) objects++
    bytes += shallowSize[node]!
    if (((snapshot.python?.flags[node] ?? 0) & PythonFlag.finalizer) !== 0) finalizers++
    if (distance[node]! >>> 0 < distance[entry]! >>> 0) entry = node
  }
  const classes = classesOf(heap, nodes)
  const name = titleOf(classes, parts.length)
  const times = (labels.get(name) ?? 0) + 1
  labels.set(name, times)
  return {
    kind: 'cycles',
    name,
    label: times === 1 ? name : `${name} #${times}`,
    classes,
    count: parts.length,
    parts,
    objects,
    shallowSize: bytes,
    retainedSize: (await lostOfSet(ready.graph, retainers, nodes, task)).bytes,
    finalizers,
    waiting: reached ? parts.filter((members) => !reached.has(members[0]!)) : [],
    entry,
  }
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const nodes = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    nodes.set(part, at)
    at += part.length
  }
  return nodes.sort()
}

/** The classes with the numbers of their objects, those nearest to the roots first. */
function classesOf(heap: CompleteHeap, nodes: Uint32Array): { name: string; count: number }[] {
  const { classOf, classes } = heap.table
  const { distance } = heap.ready.graph
  const found = new Map<number, { name: string; count: number; distance: number }>()
  for (const node of nodes) {
    const at = classOf[node]!
    const known = found.get(at) ?? { name: classes[at]!.name, count: 0, distance: Number.POSITIVE_INFINITY }
    known.count++
    known.distance = Math.min(known.distance, distance[node]! >>> 0)
    found.set(at, known)
  }
  return (
    [...found.values()]
      // Of equal distances the first in the file, since that is the order in which a map keeps them.
      .sort((a, b) => a.distance - b.distance)
      .map(({ name, count }) => ({ name, count }))
  )
}

/** `Parent ⇄ Child`; containers are left out where there is anything else. */
function titleOf(classes: CycleGroup['classes'], cycles: number): string {
  const own = classes.filter(({ name }) => !isContainer(name))
  const named = own.length > 0 ? own : classes
  const names = named.map(({ name }) => shortClass(name))
  if (names.length === 1) return `${names[0]} ⇄ ${named[0]!.count > cycles ? names[0] : 'itself'}`
  const more = names.length - MOST_NAMED
  return more > 0
    ? `${names.slice(0, MOST_NAMED).join(' ⇄ ')} and ${more} more ${more === 1 ? 'class' : 'classes'}`
    : names.join(' ⇄ ')
}

async function sumGarbage(
  { ready, shallowSize }: CompleteHeap,
  retainers: Retainers,
  { count, first, node }: Components,
  reached: BitSet | null,
  task: Task,
): Promise<Cycles['garbage']> {
  if (!reached) return { cycles: 0, objects: 0, retainedSize: 0 }
  const parts: Uint32Array[] = []
  for (let at = 0; at < count; at++) {
    if (!reached.has(node[first[at]!]!)) parts.push(node.subarray(first[at], first[at + 1]))
  }
  const nodes = joined(parts)
  const objects = nodes.reduce((sum, member) => sum + (shallowSize[member] === 0 ? 0 : 1), 0)
  const { bytes } = await lostOfSet(ready.graph, retainers, nodes, task)
  return { cycles: parts.length, objects, retainedSize: nodes.length === 0 ? 0 : bytes }
}

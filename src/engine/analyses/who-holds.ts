import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { Remaining } from '../graph/remaining.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import type { Retainers } from '../model/graph.ts'
import { NodeType } from '../model/kinds.ts'
import { linkTarget } from '../model/links.ts'
import { EdgeKinds } from './edge-kinds.ts'
import type { CompleteHeap } from './heap.ts'
import { type InternalOwner, InternalOwners, NO_OWNER } from './internal-owners.ts'
import { notReady } from './node-row.ts'

/**
 * Who holds a set of nodes, in columns by group: holders of one class that hold by one kind of edge, and where these are
 * parts of the engine, belong to owners of one class (functions: of one name) by one kind of edge.
 */
export interface Holdings {
  readonly kinds: EdgeKinds
  readonly count: number
  readonly classOf: Uint32Array
  readonly edgeKind: Uint32Array
  /** Members held this way, and their bytes. */
  readonly held: Uint32Array
  readonly bytes: Float64Array
  /** Of these, members that no other group holds. */
  readonly only: Uint32Array
  readonly onlyBytes: Float64Array
  /** How many nodes hold them, and how many of these are members. */
  readonly holders: Uint32Array
  readonly inside: Uint32Array
  /** One of the holders. */
  readonly holder: Uint32Array
  /** Its owner, where it is the engine's; else `NO_OWNER`. */
  readonly owner: Int32Array
  /** The kind of the edge from there to the holder; `FAR` where that is more than one step. */
  readonly ownerEdge: Int32Array
}

/**
 * Groups what holds the members of a set directly by class and kind of edge, and by owner, see `InternalOwners`. Edges of the same group to the same
 * member count once. O(members + edges into them + edges out of their holders), 8 bytes for each edge into them.
 * @param nodes distinct
 * @throws HeapError `not-ready` before references are turned round
 */
export async function whoHolds(heap: CompleteHeap, nodes: Uint32Array, task: Task): Promise<Holdings> {
  const { graph, retainers } = heap.ready
  if (!retainers) throw notReady()
  task.begin('answer', 2 * nodes.length)
  const { nodeCount } = heap.snapshot
  const members = new BitSet(nodeCount)
  for (let i = 0; i < nodes.length; i++) members.add(nodes[i]!)
  const met = new BitSet(nodeCount)
  const holders = new NumberList()
  const { first, source } = retainers
  await inSlices(task, nodes.length, (from, to) => {
    for (let k = from; k < to; k++) {
      for (let i = first[nodes[k]!]!; i < first[nodes[k]! + 1]!; i++) {
        const holder = source[i]! >>> 1
        if ((source[i]! & 1) === 0 || met.has(holder)) continue
        met.add(holder)
        holders.push(holder)
      }
    }
  })
  const collector = new HoldingCollector(heap, retainers, members, new Remaining(graph))
  await inSlices(task, holders.length, (from, to) => {
    for (let k = from; k < to; k++) collector.visit(holders.items[k]!)
  })
  const found = collector.finish(nodeCount)
  task.end()
  return found
}

class HoldingCollector {
  readonly kinds: EdgeKinds
  readonly #snapshot: Snapshot
  readonly #classOf: ArrayLike<number>
  readonly #classes: number
  readonly #shallowSize: WideColumn
  readonly #members: BitSet
  readonly #whole: Remaining
  readonly #owners: InternalOwners
  /** By the words for an owner; then by edge kind and class. */
  readonly #groups = new Map<string, Map<number, number>>()
  readonly #class: number[] = []
  readonly #kind: number[] = []
  readonly #holders: number[] = []
  readonly #inside: number[] = []
  /** By group: the holder visited last. */
  readonly #holder: number[] = []
  readonly #owner: number[] = []
  readonly #ownerEdge: number[] = []
  /** An entry for each edge, but for those of one holder and group to one member in a row. */
  readonly #group = new NumberList()
  readonly #member = new NumberList()

  constructor(heap: CompleteHeap, retainers: Retainers, members: BitSet, whole: Remaining) {
    this.kinds = new EdgeKinds(heap.snapshot, heap.ready.graph.essential.pairs)
    this.#owners = new InternalOwners(heap, retainers, this.kinds)
    this.#snapshot = heap.snapshot
    this.#classOf = heap.table.classOf
    this.#classes = heap.table.classes.length
    this.#shallowSize = heap.shallowSize
    this.#members = members
    this.#whole = whole
  }

  /** Takes the edges of one holder to members. */
  visit(holder: number): void {
    const { firstEdge, edgeLink } = this.#snapshot
    const classIndex = this.#classOf[holder]!
    const owner = this.#owners.of(holder)
    const groups = this.#groupsOf(owner)
    for (let edge = firstEdge[holder]!; edge < firstEdge[holder + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (!this.#members.has(target) || !this.#whole.leads(holder, edge)) continue
      const group = this.#groupOf(groups, owner, classIndex, this.kinds.of(holder, edge))
      if (this.#holder[group] !== holder) {
        this.#holder[group] = holder
        this.#holders[group]!++
        if (this.#members.has(holder)) this.#inside[group]!++
      }
      this.#group.push(group)
      this.#member.push(target)
    }
  }

  finish(nodeCount: number): Holdings {
    const count = this.#class.length
    const [first, members] = this.#byGroup(count)
    const seen = new Uint32Array(nodeCount)
    const ways = new Uint32Array(nodeCount)
    const held = new Uint32Array(count)
    const bytes = new Float64Array(count)
    const eachMember = (visit: (group: number, member: number) => void): void => {
      for (let group = 0; group < count; group++) {
        for (let i = first[group]!; i < first[group + 1]!; i++) visit(group, members[i]!)
      }
    }
    // Of the entries of one group only the first of each member counts.
    eachMember((group, member) => {
      if (seen[member] === group + 1) return
      seen[member] = group + 1
      ways[member]!++
      held[group]!++
      bytes[group]! += this.#shallowSize[member]!
    })
    const only = new Uint32Array(count)
    const onlyBytes = new Float64Array(count)
    eachMember((group, member) => {
      if (ways[member] !== 1) return
      ways[member] = 0
      only[group]!++
      onlyBytes[group]! += this.#shallowSize[member]!
    })
    return {
      kinds: this.kinds,
      count,
      classOf: Uint32Array.from(this.#class),
      edgeKind: Uint32Array.from(this.#kind),
      held,
      bytes,
      only,
      onlyBytes,
      holders: Uint32Array.from(this.#holders),
      inside: Uint32Array.from(this.#inside),
      holder: Uint32Array.from(this.#holder),
      owner: Int32Array.from(this.#owner),
      ownerEdge: Int32Array.from(this.#ownerEdge),
    }
  }

  /** The members of each group, in stretches, and where these begin. */
  #byGroup(count: number): [first: Uint32Array, members: Uint32Array] {
    const first = new Uint32Array(count + 1)
    const { length, items } = this.#group
    for (let i = 0; i < length; i++) first[items[i]! + 1]!++
    for (let group = 0; group < count; group++) first[group + 1]! += first[group]!
    const next = first.slice()
    const members = new Uint32Array(length)
    for (let i = 0; i < length; i++) members[next[items[i]!]!++] = this.#member.items[i]!
    return [first, members]
  }

  #groupsOf({ node, edgeKind }: InternalOwner): Map<number, number> {
    const key = node === NO_OWNER ? '' : `${this.#classOf[node]} ${this.#nameOf(node)} ${edgeKind}`
    let groups = this.#groups.get(key)
    if (!groups) {
      groups = new Map()
      this.#groups.set(key, groups)
    }
    return groups
  }

  /** Functions are all of one class. */
  #nameOf(owner: number): string {
    const { nodeType, nodeName } = this.#snapshot
    return nodeType[owner] === NodeType.closure ? String(nodeName[owner]) : ''
  }

  #groupOf(groups: Map<number, number>, owner: InternalOwner, classIndex: number, edgeKind: number): number {
    const key = edgeKind * this.#classes + classIndex
    let group = groups.get(key)
    if (group === undefined) {
      group = this.#class.push(classIndex) - 1
      this.#kind.push(edgeKind)
      this.#holders.push(0)
      this.#inside.push(0)
      this.#holder.push(-1)
      this.#owner.push(owner.node)
      this.#ownerEdge.push(owner.edgeKind)
      groups.set(key, group)
    }
    return group
  }
}

/** A column that grows. */
class NumberList {
  items = new Uint32Array(1 << 10)
  length = 0

  push(item: number): void {
    if (this.length === this.items.length) {
      const wider = new Uint32Array(2 * this.length)
      wider.set(this.items)
      this.items = wider
    }
    this.items[this.length++] = item
  }
}

import { grown } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { type Comparison, NO_NODE } from '../model/digest.ts'
import type { WideColumn } from '../model/snapshot.ts'

/** What of the open heap, the target, is looked at. Node columns. */
export interface OwnedColumns {
  readonly dominator: Uint32Array
  readonly shallowSize: WideColumn
  readonly retainedSize: WideColumn
  readonly classOf: Uint16Array | Uint32Array
  /** By class number: whether the engine makes its objects for itself, backing stores included. */
  readonly isEngines: readonly boolean[]
}

/**
 * What came and went beneath the objects that are in both heaps: each new or deleted object belongs to the nearest object
 * above it in its own heap's dominator tree that is in the other heap too and not the engine's own, such as the store that
 * a list has grown. By entry, in the order they were met; over all
 * of them `addedSize - removedSize + ownDelta` is the whole change of the heap.
 */
export interface Ownership {
  readonly count: number
  /** Node of the target. */
  readonly node: Uint32Array
  readonly added: Float64Array
  readonly addedSize: Float64Array
  readonly removed: Float64Array
  readonly removedSize: Float64Array
  readonly ownDelta: Float64Array
  /** The target's class number of what retains most of what came, or -1 where nothing came but the engine's own. */
  readonly mostly: Int32Array
  /** How many objects of that class came. */
  readonly mostlyCount: Float64Array
}

/** O(nodes of both); 8 bytes a node meanwhile. @param comparison of the target */
export async function findOwners(
  target: OwnedColumns,
  { other, counterpart }: Comparison,
  task: Task,
): Promise<Ownership> {
  const { dominator, shallowSize, retainedSize, classOf, isEngines } = target
  const book = new OwnerBook(counterpart.length, isEngines.length)
  const inTarget = await inverse(counterpart, other.nodeCount, task)
  task.begin('answer', counterpart.length + other.nodeCount)
  const mayOwn = (node: number): boolean => counterpart[node] !== NO_NODE && !isEngines[classOf[node]!]
  const ownerHere = nearestOwner(dominator, mayOwn)
  await inSlices(task, counterpart.length, (from, to) => {
    for (let node = from; node < to; node++) {
      const size = shallowSize[node]!
      const twin = counterpart[node]!
      if (twin === NO_NODE) {
        const index = classOf[node]!
        // In a chain of one class each retains the rest: only the first counts.
        const isFirst = !isEngines[index] && classOf[dominator[node]!] !== index
        book.add(ownerHere(node), size, index, isFirst ? retainedSize[node]! : 0)
      } else if (size !== other.shallowSize[twin])
        book.change(ownerHere(node), size - other.shallowSize[twin]!)
    }
  })
  const ownerThere = nearestOwner(
    other.dominator,
    (node) => inTarget[node] !== NO_NODE && mayOwn(inTarget[node]!),
  )
  await inSlices(
    task,
    other.nodeCount,
    (from, to) => {
      for (let node = from; node < to; node++) {
        if (inTarget[node] !== NO_NODE) continue
        book.remove(inTarget[ownerThere(node)]!, other.shallowSize[node]!)
      }
    },
    counterpart.length,
  )
  task.end()
  return book.finish()
}

/** By node of the other heap: its counterpart in this one, or `NO_NODE`. O(nodes of both). */
export async function inverse(
  counterpart: Uint32Array,
  nodesThere: number,
  task: Task,
): Promise<Uint32Array> {
  const turned = new Uint32Array(nodesThere).fill(NO_NODE)
  await inSlices(task, counterpart.length, (from, to) => {
    for (let node = from; node < to; node++) {
      if (counterpart[node] !== NO_NODE) turned[counterpart[node]!] = node
    }
  })
  return turned
}

/** Finds the nearest dominator that may own something, itself included, or the root; remembers it for the whole way up. */
export function nearestOwner(
  dominator: Uint32Array,
  mayOwn: (node: number) => boolean,
): (node: number) => number {
  const known = new Uint32Array(dominator.length).fill(NO_NODE)
  return (node) => {
    let end = node
    while (known[end] === NO_NODE && dominator[end] !== end && !mayOwn(end)) end = dominator[end]!
    const owner = known[end] === NO_NODE ? end : known[end]!
    known[end] = owner
    for (let at = node; at !== end; at = dominator[at]!) known[at] = owner
    return owner
  }
}

type Numbers = 'added' | 'addedSize' | 'removed' | 'removedSize' | 'ownDelta'

/** Sums by owner, of which there are few. */
class OwnerBook {
  /** By node of the target: its entry plus one. */
  readonly #entryOf: Uint32Array
  readonly #classes: number
  #count = 0
  #node = new Uint32Array(256)
  readonly #sums: Record<Numbers, Float64Array> = {
    added: new Float64Array(256),
    addedSize: new Float64Array(256),
    removed: new Float64Array(256),
    removedSize: new Float64Array(256),
    ownDelta: new Float64Array(256),
  }
  /** By entry and class in one number: how many objects came, and what they retain. */
  readonly #byClass = new Map<number, { count: number; retained: number }>()

  constructor(nodes: number, classes: number) {
    this.#entryOf = new Uint32Array(nodes)
    this.#classes = classes
  }

  add(owner: number, size: number, index: number, retained: number): void {
    const entry = this.#entry(owner)
    this.#sums.added[entry]!++
    this.#sums.addedSize[entry]! += size
    const key = entry * this.#classes + index
    const known = this.#byClass.get(key)
    if (known) {
      known.count++
      known.retained += retained
    } else this.#byClass.set(key, { count: 1, retained })
  }

  remove(owner: number, size: number): void {
    const entry = this.#entry(owner)
    this.#sums.removed[entry]!++
    this.#sums.removedSize[entry]! += size
  }

  change(node: number, delta: number): void {
    this.#sums.ownDelta[this.#entry(node)]! += delta
  }

  finish(): Ownership {
    const count = this.#count
    const { added, addedSize, removed, removedSize, ownDelta } = this.#sums
    return {
      count,
      node: this.#node.slice(0, count),
      added: added.slice(0, count),
      addedSize: addedSize.slice(0, count),
      removed: removed.slice(0, count),
      removedSize: removedSize.slice(0, count),
      ownDelta: ownDelta.slice(0, count),
      ...this.#mostly(),
    }
  }

  #mostly(): Pick<Ownership, 'mostly' | 'mostlyCount'> {
    const mostly = new Int32Array(this.#count).fill(-1)
    const mostlyCount = new Float64Array(this.#count)
    const most = new Float64Array(this.#count)
    for (const [key, { count, retained }] of this.#byClass) {
      const index = key % this.#classes
      const entry = (key - index) / this.#classes
      if (retained <= most[entry]!) continue
      most[entry] = retained
      mostly[entry] = index
      mostlyCount[entry] = count
    }
    return { mostly, mostlyCount }
  }

  #entry(owner: number): number {
    const known = this.#entryOf[owner]!
    if (known !== 0) return known - 1
    if (this.#count === this.#node.length) this.#grow()
    const entry = this.#count++
    this.#node[entry] = owner
    this.#entryOf[owner] = entry + 1
    return entry
  }

  #grow(): void {
    const room = 2 * this.#node.length
    this.#node = grown(this.#node, room)
    for (const name of Object.keys(this.#sums) as Numbers[]) this.#sums[name] = grown(this.#sums[name], room)
  }
}

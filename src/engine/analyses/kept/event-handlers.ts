import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { FirstEdges, NO_EDGE } from '../../graph/first-edges.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { barrierOf } from '../../graph/kept-only.ts'
import { nodesNamed } from '../../graph/named-nodes.ts'
import { stringsWithText } from '../../graph/same-text.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { sourceOf } from '../sources.ts'
import { functionName } from './function-name.ts'
import { type Held, HeldGroups } from './held.ts'
import { listeningTo } from './event-target.ts'

/** Blink's wrappers of functions that wait for an event. */
const LISTENER = /^(?:Detached )?V8(?:EventListener|\w*EventHandler\w*)$/

/**
 * Functions that wait for an event: those that Blink's listeners hold, as Chrome DevTools finds them and for
 * `on…` properties too, and those in `_events` of Node's event emitters. A listener that is an object stands for itself,
 * unless it refers to a function. They are grouped by function and by what they listen to.
 * O(nodes + edges of listeners).
 */
export async function eventHandlers(heap: CompleteHeap, task: Task): Promise<Held> {
  const { snapshot } = heap
  const search = new HandlerSearch(heap)
  const listeners = await nodesNamed(snapshot, ['V8', 'Detached'], (name) => LISTENER.test(name), task)
  const first = new FirstEdges(snapshot, EdgeType.element, new Set([1]))
  for (const listener of listeners) search.addListener(listener, first.target(listener))
  const [events] = await stringsWithText(snapshot.strings, ['_events'], task)
  const tables = new FirstEdges(snapshot, EdgeType.property, events!)
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const table = tables.target(node)
      if (table !== NO_EDGE) search.addEmitter(node, table)
    }
  })
  return search.finish()
}

class HandlerSearch {
  readonly #heap: CompleteHeap
  readonly #groups: HeldGroups
  readonly #handlers: BitSet
  /** Numbers the texts that say what is listened to. */
  readonly #holders = new Map<string, number>()

  constructor(heap: CompleteHeap) {
    this.#heap = heap
    this.#groups = new HeldGroups(heap.snapshot.nodeCount)
    this.#handlers = new BitSet(heap.snapshot.nodeCount)
  }

  addListener(listener: number, callback: number): void {
    if (callback === NO_EDGE) return
    const { nodeType } = this.#heap.snapshot
    const handler =
      nodeType[callback] === NodeType.closure ? callback : (this.#firstFunction(callback) ?? callback)
    this.#add(handler, () => listeningTo(this.#heap, listener))
  }

  /** Goes through `_events`: a function, or an array of functions, for each name of an event. */
  addEmitter(emitter: number, table: number): void {
    const { firstEdge, edgeLink, edgeNames, nodeType, strings } = this.#heap.snapshot
    for (let edge = firstEdge[table]!; edge < firstEdge[table + 1]!; edge++) {
      const link = edgeLink[edge]!
      if (linkType(link) !== EdgeType.property) continue
      const target = linkTarget(link)
      const name = edgeNames.at(table, edge)
      const handlers = nodeType[target] === NodeType.closure ? [target] : this.#functionsIn(target)
      if (handlers.length === 0 || strings.text(name) === '__proto__') continue
      const holder = (): string => `${className(this.#heap, emitter)} ${strings.text(name)}`
      for (const handler of handlers) this.#add(handler, holder)
    }
  }

  finish(): Held {
    return this.#groups.held(barrierOf(this.#handlers))
  }

  #add(handler: number, holderOf: () => string): void {
    this.#handlers.add(handler)
    if (this.#groups.has(handler)) return
    const { snapshot } = this.#heap
    const holder = holderOf()
    const number = this.#holders.get(holder) ?? this.#holders.size
    this.#holders.set(holder, number)
    const place = snapshot.locations?.place[handler] ?? 0
    const isFunction = snapshot.nodeType[handler] === NodeType.closure
    const group = this.#groups.thing([snapshot.nodeName[handler]!, place, number], () => ({
      name: isFunction ? functionName(snapshot, handler) : className(this.#heap, handler),
      holder,
      source: sourceOf(snapshot, handler),
    }))
    this.#groups.put(handler, group)
  }

  #firstFunction(node: number): number | undefined {
    const { firstEdge, edgeLink, nodeType } = this.#heap.snapshot
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (nodeType[target] === NodeType.closure) return target
    }
    return undefined
  }

  /** The functions that are elements of an array. */
  #functionsIn(array: number): number[] {
    const { firstEdge, edgeLink, nodeType } = this.#heap.snapshot
    const found: number[] = []
    for (let edge = firstEdge[array]!; edge < firstEdge[array + 1]!; edge++) {
      const link = edgeLink[edge]!
      const isFunction =
        linkType(link) === EdgeType.element && nodeType[linkTarget(link)] === NodeType.closure
      if (isFunction) found.push(linkTarget(link))
    }
    return found
  }
}

function className({ table }: CompleteHeap, node: number): string {
  return table.classes[table.classOf[node]!]!.name
}

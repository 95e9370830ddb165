import type { Task } from '../base/task.ts'
import { FirstEdges, NO_EDGE } from '../graph/first-edges.ts'
import { inSlices } from '../graph/in-slices.ts'
import { nodesNamed } from '../graph/named-nodes.ts'
import { stringsWithText } from '../graph/same-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import { StoreReader } from './collections/store-entries.ts'
import type { WholeHeap } from './heap.ts'
import { NODES_BY_TYPE } from './nodes-by-type.ts'
import { NO_TARGET, targetOf } from './kept/event-target.ts'

/** A function that waits for an event. */
export interface Listener {
  readonly node: number
  /** What stands in the list for it: the function itself, or a record or wrapper that goes with it. */
  readonly entry: number
}

/** The functions that wait for one event of one object, in the order they were added. */
export interface Registration {
  readonly target: number
  /** How they were added: by Node's `on`, or by `addEventListener`. */
  readonly method: 'on' | 'addEventListener'
  /** Null where the heap does not name it: Blink's does not. */
  readonly event: string | null
  /** A function that was added twice is in it twice. */
  readonly listeners: readonly Listener[]
}

/** Fewer listeners of one event are not looked at: from here on Node itself warns. */
const LEAST = 11
const LISTENER = /^(?:Detached )?V8(?:EventListener|\w*EventHandler\w*)$/

/**
 * Where more than ten functions wait for one event: of Node's event emitters (`_events`) and event targets (`kEvents`),
 * and of Blink's elements, whose events are not told apart. O(nodes + edges of listeners).
 */
export async function findRegistrations(heap: WholeHeap, task: Task): Promise<Registration[]> {
  const { snapshot } = heap
  const search = await ListenerSearch.of(heap, task)
  task.begin('answer', 2 * snapshot.nodeCount)
  const byType = await NODES_BY_TYPE.of(heap, task)
  for (const type of [NodeType.object, NodeType.closure]) {
    const nodes = byType.of(type)
    await inSlices(task, nodes.length, (from, to) => {
      for (let i = from; i < to; i++) search.look(nodes[i]!)
    })
  }
  const blink = await nodesNamed(snapshot, ['V8', 'Detached'], (name) => LISTENER.test(name), task)
  const found = [...search.found, ...blinkRegistrations(heap, blink)]
  task.end()
  return found
}

const NAMES = ['_events', '<symbol kEvents>', 'next', 'callback', 'listener', 'table'] as const

class ListenerSearch {
  readonly found: Registration[] = []
  readonly #heap: WholeHeap
  readonly #reader: StoreReader
  /** Of most objects this one alone is asked for. */
  readonly #either: FirstEdges
  readonly #events: FirstEdges
  readonly #kEvents: FirstEdges
  readonly #next: FirstEdges
  readonly #callback: FirstEdges
  readonly #listener: FirstEdges
  readonly #table: FirstEdges

  private constructor(heap: WholeHeap, names: readonly Set<number>[]) {
    const properties = names.map((set) => new FirstEdges(heap.snapshot, EdgeType.property, set))
    this.#heap = heap
    this.#reader = new StoreReader(heap.snapshot)
    this.#either = new FirstEdges(heap.snapshot, EdgeType.property, new Set([...names[0]!, ...names[1]!]))
    this.#events = properties[0]!
    this.#kEvents = properties[1]!
    this.#next = properties[2]!
    this.#callback = properties[3]!
    this.#listener = properties[4]!
    this.#table = new FirstEdges(heap.snapshot, EdgeType.internal, names[5]!)
  }

  static async of(heap: WholeHeap, task: Task): Promise<ListenerSearch> {
    return new ListenerSearch(heap, await stringsWithText(heap.snapshot.strings, NAMES, task))
  }

  look(node: number): void {
    if (this.#either.target(node) === NO_EDGE) return
    const events = this.#events.target(node)
    if (events !== NO_EDGE) this.#addEmitter(node, events)
    const map = this.#kEvents.target(node)
    const table = map === NO_EDGE ? NO_EDGE : this.#table.target(map)
    if (table !== NO_EDGE) this.#addTarget(node, table)
  }

  /** In `_events` stands a function, or an array of functions, for each name of an event. */
  #addEmitter(target: number, events: number): void {
    const { firstEdge, edgeLink, edgeNames, strings } = this.#heap.snapshot
    for (let edge = firstEdge[events]!; edge < firstEdge[events + 1]!; edge++) {
      if (linkType(edgeLink[edge]!) !== EdgeType.property) continue
      const listeners = this.#listenersIn(linkTarget(edgeLink[edge]!))
      this.#add({ target, method: 'on', event: strings.text(edgeNames.at(events, edge)), listeners })
    }
  }

  #listenersIn(array: number): Listener[] {
    const { firstEdge, edgeLink, nodeType } = this.#heap.snapshot
    const found: Listener[] = []
    if (nodeType[array] !== NodeType.object) return found
    for (let edge = firstEdge[array]!; edge < firstEdge[array + 1]!; edge++) {
      const entry = linkTarget(edgeLink[edge]!)
      if (linkType(edgeLink[edge]!) !== EdgeType.element || nodeType[entry] !== NodeType.closure) continue
      // What `once` adds is a wrapper that has the listener as a property.
      const wrapped = this.#listener.target(entry)
      const isWrapper = wrapped !== NO_EDGE && nodeType[wrapped] === NodeType.closure
      found.push({ node: isWrapper ? wrapped : entry, entry })
    }
    return found
  }

  /** In `kEvents` a list, linked by `next`, stands behind each name of an event. */
  #addTarget(target: number, table: number): void {
    const { firstEdge, edgeLink, nodeName, strings } = this.#heap.snapshot
    const byWord = new Map<number, number>()
    for (let edge = firstEdge[table]!; edge < firstEdge[table + 1]!; edge++) {
      const word = this.#reader.wordOf(table, edge)
      if (word !== -1) byWord.set(word, linkTarget(edgeLink[edge]!))
    }
    for (const [word, list] of byWord) {
      const first = this.#next.target(list)
      const name = byWord.get(word - 1)
      if (first === NO_EDGE || name === undefined) continue
      const event = strings.text(nodeName[name]!)
      this.#add({ target, method: 'addEventListener', event, listeners: this.#listenersFrom(first) })
    }
  }

  #listenersFrom(first: number): Listener[] {
    const { nodeType } = this.#heap.snapshot
    const found: Listener[] = []
    const met = new Set<number>()
    for (let at = first; at !== NO_EDGE && !met.has(at); at = this.#next.target(at)) {
      met.add(at)
      const callback = this.#callback.target(at)
      if (callback !== NO_EDGE && nodeType[callback] === NodeType.closure)
        found.push({ node: callback, entry: at })
    }
    return found
  }

  #add(registration: Registration): void {
    if (registration.listeners.length >= LEAST) this.found.push(registration)
  }
}

function blinkRegistrations(heap: WholeHeap, entries: Uint32Array): Registration[] {
  const callbacks = new FirstEdges(heap.snapshot, EdgeType.element, new Set([1]))
  const byTarget = new Map<number, Listener[]>()
  for (const entry of entries) {
    const callback = callbacks.target(entry)
    if (callback === NO_EDGE || heap.snapshot.nodeType[callback] !== NodeType.closure) continue
    const target = targetOf(heap, entry)
    if (target === NO_TARGET) continue
    const listeners = byTarget.get(target)
    const listener = { node: callback, entry }
    if (listeners) listeners.push(listener)
    else byTarget.set(target, [listener])
  }
  return [...byTarget]
    .filter(([, listeners]) => listeners.length >= LEAST)
    .map(([target, listeners]) => ({ target, method: 'addEventListener', event: null, listeners }))
}

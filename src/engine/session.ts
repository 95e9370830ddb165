import { assignClasses } from './analyses/classes.ts'
import { classDistances, retainedByClass, sumClasses } from './analyses/class-sizes.ts'
import type { Heap } from './analyses/heap.ts'
import { composition } from './analyses/kinds.ts'
import { classPage, classRow, presentClasses } from './analyses/list-classes.ts'
import { referencePage, retainerPage } from './analyses/list-edges.ts'
import { nodePage } from './analyses/list-nodes.ts'
import { displayName } from './analyses/names.ts'
import { nodeRecord, nodeRow, notReady } from './analyses/node-row.ts'
import { objectDetail } from './analyses/object-detail.ts'
import { HeapError } from './base/error.ts'
import { RecentMap } from './base/recent-map.ts'
import { type PhaseTime, Task, type TaskHost } from './base/task.ts'
import { readCapture } from './format/open.ts'
import type { ByteSource } from './format/source.ts'
import { analyzeGraph } from './graph/analyze.ts'
import type { Assistant } from './graph/assistant.ts'
import { propagateDetachedness } from './graph/detachedness.ts'
import { RemoteWork } from './graph/remote-work.ts'
import { collectRetainers } from './graph/retainers.ts'
import { adjustShallowSizes } from './graph/shallow-sizes.ts'
import { NodeType } from './model/kinds.ts'
import type {
  ClassColumn,
  ClassRow,
  EdgeColumn,
  EdgeRow,
  Found,
  KindRow,
  ListRequest,
  NodeColumn,
  NodeRecord,
  NodeRow,
  ObjectDetail,
  Page,
  Summary,
  TextFilter,
} from './model/rows.ts'
import { compileTextFilter } from './query/text-filter.ts'

/** Sets of nodes and their orders kept for the next page of the same list. */
const KEPT_LISTS = 4
const OBJECT_ID = /^@\s*(\d+)$/

/** Where a session's heap came from, and its clock. */
interface Origin {
  readonly file: string
  /** Bytes read, after decompression. */
  readonly bytes: number
  readonly now: () => number
}

/**
 * One open heap: the one facade that page, command line and server call.
 * Lists take (start, end, sort, filter) and return plain rows.
 */
export class Session {
  readonly #origin: Origin
  readonly #heap: Heap
  readonly #phases: PhaseTime[]
  readonly #sets = new RecentMap<Uint32Array>(KEPT_LISTS)
  readonly #orders = new RecentMap<Uint32Array>(KEPT_LISTS)
  /** What another thread is finding out; null when it is here, or there is no such thread. */
  #remote: RemoteWork | null
  #unreachable: number | null = null

  private constructor(origin: Origin, heap: Heap, phases: readonly PhaseTime[], remote: RemoteWork | null) {
    this.#origin = origin
    this.#heap = heap
    this.#phases = [...phases]
    this.#remote = remote
  }

  /**
   * Reads a heap. Names and shallow sizes are there when it resolves; `complete` computes the rest.
   * @param assistant another thread that takes a part of the work; it is ended when `complete` is over or this fails
   * @throws HeapError
   */
  static async read(
    source: ByteSource,
    host: TaskHost,
    assistant: Assistant | null = null,
  ): Promise<Session> {
    try {
      return await Session.#read(source, host, assistant)
    } catch (error) {
      assistant?.end()
      throw error
    }
  }

  static async #read(source: ByteSource, host: TaskHost, assistant: Assistant | null): Promise<Session> {
    const task = new Task(host)
    const { snapshot, bytes } = await readCapture(source, task, assistant !== null)
    const remote = assistant && new RemoteWork(assistant, snapshot)
    task.begin('shallow sizes', snapshot.nodeCount)
    const detachedness = await propagateDetachedness(snapshot, task)
    const shallowSize = await adjustShallowSizes(snapshot, task)
    task.begin('classes', snapshot.nodeCount)
    const table = await assignClasses(snapshot, task)
    const sizes = sumClasses(snapshot, table, shallowSize)
    task.end()
    const heap = { snapshot, detachedness, shallowSize, table, sizes, ready: null }
    const origin = { file: source.name, bytes, now: () => host.now() }
    return new Session(origin, heap, task.times, remote)
  }

  /** Computes distances, dominators and retained sizes. Questions asked meanwhile are answered with what is known. */
  async complete(host: TaskHost): Promise<void> {
    const remote = this.#remote
    this.#remote = null
    try {
      await this.#complete(host, remote)
    } finally {
      remote?.end()
    }
  }

  async #complete(host: TaskHost, remote: RemoteWork | null): Promise<void> {
    const heap = this.#heap
    const task = new Task(host)
    const { graph, unreachable } = await analyzeGraph(heap.snapshot, heap.shallowSize, task, remote)
    const classRetained = await retainedByClass(graph, heap.table, task)
    const classDistance = classDistances(graph, heap.table)
    task.end()
    heap.ready = { graph, classRetained, classDistance, retainers: null }
    this.#unreachable = unreachable
    this.#phases.push(...task.times)
    this.#orders.clear()
  }

  /** Turns all references round, for paths and retainers, which are not known before. Wants `complete` to be over. */
  async findRetainers(host: TaskHost): Promise<void> {
    const { ready } = this.#heap
    if (!ready) throw notReady()
    const task = new Task(host)
    task.begin('retainers', ready.graph.snapshot.nodeCount + ready.graph.snapshot.edgeCount)
    ready.retainers ??= await collectRetainers(ready.graph.snapshot, ready.graph.essential, task)
    task.end()
    this.#phases.push(...task.times)
  }

  summary(): Summary {
    const { snapshot, sizes, ready } = this.#heap
    return {
      file: this.#origin.file,
      format: 'V8 heap snapshot',
      stage: ready ? 'ready' : 'parsed',
      bytes: this.#origin.bytes,
      nodes: snapshot.nodeCount,
      edges: snapshot.edgeCount,
      strings: snapshot.strings.fileCount,
      shallowSize: sizes.shallowSize.reduce((sum, size) => sum + size, 0),
      extraNativeBytes: snapshot.extraNativeBytes,
      unreachable: this.#unreachable,
      classes: presentClasses(this.#heap).length,
      phases: this.#phases,
    }
  }

  /** What the heap is made of, by kind. */
  kinds(): readonly KindRow[] {
    return composition(this.#heap.snapshot, this.#heap.shallowSize)
  }

  classes(request: ListRequest<ClassColumn>): Page<ClassRow> {
    return classPage(this.#heap, request, this.#filter(request.filter))
  }

  /** One class by its key, or null. */
  classByKey(key: string): ClassRow | null {
    const index = this.#heap.table.classes.findIndex((info) => info.key === key)
    return index === -1 ? null : classRow(this.#heap, index)
  }

  /** The instances of one class (`ClassRow.index`); the filter looks at their names. */
  instances(classIndex: number, request: ListRequest<NodeColumn>): Page<NodeRow> {
    const { classOf, classes } = this.#heap.table
    if (!classes[classIndex]) throw new HeapError('not-found', `There is no class number ${classIndex}.`)
    const all = this.#heap.sizes.count[classIndex]!
    return this.#nodes(`class ${classIndex}`, (node) => classOf[node] === classIndex, all, request)
  }

  /** All objects but the synthetic roots; the filter looks at their names. */
  objects(request: ListRequest<NodeColumn>): Page<NodeRow> {
    const { nodeType } = this.#heap.snapshot
    return this.#nodes('objects', (node) => nodeType[node] !== NodeType.synthetic, null, request)
  }

  /** The node with this heap id, or null. O(nodes). */
  nodeById(id: number): NodeRow | null {
    const node = this.#heap.snapshot.nodeId.indexOf(id)
    return node === -1 ? null : nodeRow(this.#heap, node)
  }

  object(node: number): ObjectDetail {
    this.#check(node)
    return objectDetail(this.#heap, node)
  }

  /** The edges out of a node; the filter looks at the edge's and the target's name. */
  references(node: number, request: ListRequest<EdgeColumn>): Page<EdgeRow> {
    this.#check(node)
    return referencePage(this.#heap, node, request, this.#filter(request.filter))
  }

  /** The edges into a node; the filter looks at the edge's and the source's name. @throws HeapError `not-ready` */
  retainers(node: number, request: ListRequest<EdgeColumn>): Page<EdgeRow> {
    this.#check(node)
    return retainerPage(this.#heap, node, request, this.#filter(request.filter))
  }

  /** The node's children in the dominator tree. @throws HeapError `not-ready` */
  dominated(node: number, request: ListRequest<NodeColumn>): Page<NodeRow> {
    this.#check(node)
    const { ready } = this.#heap
    if (!ready) throw notReady()
    const { first, node: children } = ready.graph.dominated
    const nodes = children.subarray(first[node], first[node + 1])
    const passing = this.#passing(nodes, this.#filter(request.filter))
    const key = `dominated ${node} ${request.filter ?? ''}`
    return nodePage(this.#heap, passing, nodes.length, request, this.#orders, key)
  }

  /** `@123` finds an object, any other text (or /regex/) classes. */
  find(text: string, limit: number): Found {
    const id = OBJECT_ID.exec(text.trim())
    if (id) {
      return { node: this.nodeById(Number(id[1])), classes: { start: 0, rows: [], total: 0, all: 0 } }
    }
    return { node: null, classes: this.classes({ start: 0, end: limit, filter: text }) }
  }

  /** Nodes `start` to `end` in file order, roots included. @throws HeapError `not-ready` */
  records(start: number, end: number): NodeRecord[] {
    const count = Math.max(0, Math.min(end, this.#heap.snapshot.nodeCount) - start)
    return Array.from({ length: count }, (_, i) => nodeRecord(this.#heap, start + i))
  }

  /** A page of the nodes that belong to a list: those of a size above 0 (others' bytes count with their owners). */
  #nodes(
    list: string,
    belongs: (node: number) => boolean,
    all: number | null,
    request: ListRequest<NodeColumn>,
  ): Page<NodeRow> {
    const key = `${list} ${request.filter ?? ''}`
    const everything = this.#sets.get(list, () => this.#collect(belongs))
    const filter = this.#filter(request.filter)
    const nodes = filter ? this.#sets.get(key, () => this.#passing(everything, filter)) : everything
    return nodePage(this.#heap, nodes, all ?? everything.length, request, this.#orders, key)
  }

  #collect(belongs: (node: number) => boolean): Uint32Array {
    const { shallowSize, snapshot } = this.#heap
    let count = 0
    const nodes = new Uint32Array(snapshot.nodeCount)
    for (let node = 0; node < snapshot.nodeCount; node++) {
      if (shallowSize[node] !== 0 && belongs(node)) nodes[count++] = node
    }
    return nodes.slice(0, count)
  }

  #passing(nodes: Uint32Array, filter: TextFilter | null): Uint32Array {
    return filter ? nodes.filter((node) => filter(displayName(this.#heap.snapshot, node))) : nodes
  }

  #filter(text: string | undefined): TextFilter | null {
    return compileTextFilter(text, this.#origin.now)
  }

  #check(node: number): void {
    if (!(Number.isInteger(node) && node >= 0 && node < this.#heap.snapshot.nodeCount)) {
      throw new HeapError('not-found', `There is no node number ${node} in this heap.`)
    }
  }
}

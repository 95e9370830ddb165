import { CLASS_TABLE } from './analyses/class-fields.ts'
import { digestOf, heapIds } from './analyses/digest.ts'
import { EDGE_TABLE } from './analyses/edge-fields.ts'
import { type Heap, isComplete, isWhole } from './analyses/heap.ts'
import { composition } from './analyses/kinds.ts'
import { classPage, classRow, type ListedClasses } from './analyses/list-classes.ts'
import { type EdgeFilter, referencePage, retainerPage } from './analyses/list-edges.ts'
import { nodeRecord, nodeRow, notLoaded, notReady } from './analyses/node-row.ts'
import { objectDetail } from './analyses/object-detail.ts'
import { completeHeap } from './analyses/whole-heap.ts'
import { HeapError } from './base/error.ts'
import { addTimes, type PhaseTime, Task, type TaskHost } from './base/task.ts'
import {
  type BaseSide,
  besideBase,
  type Besides,
  besideIds,
  besideTarget,
  type DigestSource,
} from './beside.ts'
import { find } from './find.ts'
import type { ByteSink } from './format/sink.ts'
import type { ByteSource } from './format/source.ts'
import { EVERYTHING, noReferences, type Reading, referencesComing } from './format/v8/reading.ts'
import type { RemoteWork } from './graph/remote-work.ts'
import { collectRetainers } from './graph/retainers.ts'
import type { Comparison, Digest, HeapIds, MatchedBy, PathKeys } from './model/digest.ts'
import type { IdPair } from './model/diff-rows.ts'
import type { EntryTest, FilterTable } from './model/filter-fields.ts'
import type { LeakPage } from './model/leak-rows.ts'
import type {
  ClassPage,
  ClassRequest,
  ClassRow,
  EdgeColumn,
  EdgeRow,
  Found,
  KindRow,
  ListRequest,
  NearPage,
  NearRequest,
  NodeColumn,
  NodeRecord,
  NodeRow,
  ObjectDetail,
  Page,
  Summary,
} from './model/rows.ts'
import { Neighbours } from './neighbours.ts'
import { type Origin, summaryOf } from './origin.ts'
import { Asked, newMemory } from './questions/asked.ts'
import { type FilteredSession, listFilter } from './questions/list-filter.ts'
import type { LeakJudge } from './questions/leak-judge.ts'
import { dominatedPage } from './questions/list-dominated.ts'
import { type ListSurroundings, NodeLists } from './questions/node-lists.ts'
import type { DeepAnswer, DeepArguments, DeepQuestion } from './questions/questions.ts'
import { type Assistant, type FoundHeap, readHeap } from './read-heap.ts'
import { SavedHeap } from './saved/saved-heap.ts'
import type { Making, Redaction } from './write-container.ts'

/**
 * One open heap: the one facade that page, command line and server call.
 * Lists take (start, end, sort, filter) and return plain rows.
 *
 * A heap from a container has all its totals and classes from the start, and its objects after `complete`: before, only
 * `summary`, `kinds`, `classes`, `classByKey` and `find` for classes answer, the rest throws `not-ready`.
 *
 * An early one knows what a capture's nodes and strings say while its references are still being read: sizes as the file
 * states them, and classes without what properties or detachedness tell. What needs references throws `not-ready`.
 */
export class Session {
  readonly #origin: Origin
  /** The heap, or the container it is still in. */
  #heap: Heap | SavedHeap
  readonly #phases: PhaseTime[] = []
  readonly #lists = new NodeLists()
  /** What questions about the whole heap keep. */
  #memory = newMemory()
  readonly #neighbours = new Neighbours()
  #paths: PathKeys | null = null
  /** What another thread is finding out; null when it is here, or there is no such thread. */
  #remote: RemoteWork | null

  private constructor({ origin, heap, task, remote }: FoundHeap) {
    this.#origin = origin
    this.#heap = heap
    this.#remote = remote
    addTimes(this.#phases, task)
  }

  /**
   * Reads a capture or opens a container. Names and shallow sizes are there when it resolves; `complete` computes, or
   * reads, the rest.
   * @param assistant another thread that takes a part of the work; it is ended when `complete` is over or this fails
   * @param reading how much of a capture to read; without references, nothing is left for `complete`, and what needs them
   * throws `no-references`
   * @param onEarly takes a session of what is known before the references are read, where an assistant has read the
   * strings by then; drop it when this resolves
   * @throws HeapError `too-big`, before much memory is taken, where a capture needs more than `reading` says is free
   */
  static async read(
    source: ByteSource,
    host: TaskHost,
    assistant: Assistant | null = null,
    reading: Reading = EVERYTHING,
    onEarly: ((early: Session) => void) | null = null,
  ): Promise<Session> {
    try {
      const early = onEarly && ((found: FoundHeap) => onEarly(new Session(found)))
      return new Session(await readHeap(source, host, assistant, reading, early))
    } catch (error) {
      assistant?.end()
      throw error
    }
  }

  /**
   * Computes distances, dominators and retained sizes, or reads all that is still in a container. Questions asked
   * meanwhile are answered with what is known.
   * @throws HeapError
   */
  async complete(host: TaskHost): Promise<void> {
    if (this.#origin.leftOut !== null) return
    const remote = this.#remote
    this.#remote = null
    const task = new Task(host)
    try {
      if (this.#heap instanceof SavedHeap) this.#heap = await this.#heap.load(task)
      else await completeHeap(this.#heap, remote, task)
    } finally {
      remote?.end()
    }
    task.end()
    addTimes(this.#phases, task)
    this.#lists.forgetOrders()
  }

  /** Whether summary, kinds and classes will not change any more. */
  get hasTotals(): boolean {
    return this.#known.ready !== null
  }

  /** Whether objects can be asked for. */
  get isLoaded(): boolean {
    return !(this.#heap instanceof SavedHeap)
  }

  /**
   * Writes the heap as a container. Wants `complete` to be over. What came from a container keeps its provenance.
   * @param redaction leaves out values, which the session itself keeps, and where the capture came from
   * @returns the container's length in bytes
   * @throws HeapError
   */
  async save(
    sink: ByteSink,
    making: Making,
    host: TaskHost,
    redaction: Redaction | null = null,
  ): Promise<number> {
    const { writeContainer } = await import('./write-container.ts')
    return writeContainer(this.#when(isComplete), this.#origin, sink, making, host, redaction)
  }

  /** Turns all references round, for paths and retainers, which are not known before. Wants `complete` to be over. */
  async findRetainers(host: TaskHost): Promise<void> {
    this.#checkReferences()
    const { ready, snapshot } = this.#open
    if (!ready) throw notReady()
    if (ready.retainers) return
    const task = new Task(host)
    task.begin('retainers', snapshot.nodeCount + snapshot.edgeCount)
    ready.retainers = await collectRetainers(snapshot, ready.graph.essential, task)
    task.end()
    addTimes(this.#phases, task)
  }

  summary(): Summary {
    return { ...summaryOf(this.#origin, this.#heap), phases: this.#phases }
  }

  /** What the heap is made of, by kind. */
  kinds(): readonly KindRow[] {
    const heap = this.#heap
    return heap instanceof SavedHeap ? heap.overview.kinds : composition(heap.snapshot, heap.shallowSize)
  }

  classes(request: ClassRequest): ClassPage {
    return classPage(this.#known, request, this.#filter(CLASS_TABLE, this.#known, request.filter))
  }

  /** One class by its key, or null. */
  classByKey(key: string): ClassRow | null {
    const index = this.#known.table.classes.findIndex((info) => info.key === key)
    return index === -1 ? null : classRow(this.#known, index)
  }

  /** The instances of one class by its key. A long list is worked through in slices. @throws HeapError */
  async instances(
    classKey: string,
    request: ListRequest<NodeColumn>,
    host: TaskHost,
  ): Promise<Page<NodeRow>> {
    const { classOf, classes } = this.#open.table
    const index = classes.findIndex(({ key }) => key === classKey)
    if (index === -1) throw new HeapError('not-found', `There is no class “${classKey}”.`)
    const all = this.#open.sizes.count[index]!
    const belongs = (node: number): boolean => classOf[node] === index
    return this.#lists.belonging(this.#around(host), `class ${index}`, belongs, all, request)
  }

  /** All objects but the synthetic roots. A long list is worked through in slices. @throws HeapError */
  async objects(request: ListRequest<NodeColumn>, host: TaskHost): Promise<Page<NodeRow>> {
    return this.#lists.objects(this.#around(host), request)
  }

  /** The node with this heap id, or null. O(nodes). */
  nodeById(id: number): NodeRow | null {
    const node = this.#open.snapshot.nodeId.indexOf(id)
    return node === -1 ? null : nodeRow(this.#open, node)
  }

  object(node: number): ObjectDetail {
    this.#checkReferences()
    this.#check(node)
    return objectDetail(this.#open, node)
  }

  /** The edges out of a node. */
  references(node: number, request: NearRequest<EdgeColumn>): NearPage<EdgeRow> {
    this.#checkReferences()
    this.#check(node)
    return referencePage(this.#open, node, request, this.#edgeFilter(request.filter))
  }

  /** The edges into a node. @throws HeapError `not-ready` */
  retainers(node: number, request: NearRequest<EdgeColumn>): NearPage<EdgeRow> {
    this.#checkReferences()
    this.#check(node)
    return retainerPage(this.#open, node, request, this.#edgeFilter(request.filter))
  }

  /** The node's children in the dominator tree, filtered in slices. @throws HeapError `not-ready` */
  async dominated(
    node: number,
    request: NearRequest<NodeColumn>,
    host: TaskHost,
  ): Promise<NearPage<NodeRow>> {
    this.#check(node)
    const heap = this.#when(isComplete)
    return dominatedPage(heap, this.#lists, this.#around(host), node, request)
  }

  /**
   * Answers a question about the whole heap, see `questions/`. Wants `findRetainers` to be over.
   * @param host reports how far a long answer has come, and cancels it
   * @throws HeapError
   */
  async ask<Q extends DeepQuestion>(
    question: Q,
    args: DeepArguments<Q>,
    host: TaskHost,
  ): Promise<DeepAnswer<Q>> {
    // Most of the engine: who opens a heap need not wait until it is loaded.
    const { answerDeep } = await import('./questions/questions.ts')
    return answerDeep(question, this.#asked(host), args)
  }

  /** Like the question `leaks`, by other rules, which read the heap itself and do with it alone: see `questions/leak-judge.ts`. */
  async judgedLeaks(keys: readonly string[], judge: LeakJudge, host: TaskHost): Promise<LeakPage> {
    const { judgedLeaks } = await import('./questions/leaks.ts')
    return judgedLeaks(this.#asked(host), keys, judge)
  }

  #asked(host: TaskHost): Asked {
    return new Asked(this.#when(isWhole), this.#memory, host, this.#neighbours.all)
  }

  /** What another heap is compared with this one by. Wants `complete` to be over. */
  digest(paths: boolean, host: TaskHost): Promise<Digest> {
    return this.#digest(paths, new Task(host))
  }

  /**
   * Puts this heap beside a base, as `key`: questions about what changed, and filters by it, are of this pair from now on.
   * @param by how to tell objects to be the same; null decides by whether both come from one process
   * @returns what the base is to be told, see `besideTarget`
   */
  async besideBase(key: string, base: DigestSource, by: MatchedBy | null, host: TaskHost): Promise<Besides> {
    const found = await besideBase((paths, task) => this.#digest(paths, task), base, by, host)
    this.#compare(key, found.comparison)
    return found
  }

  /** What its objects are told by in other heaps of its process; known without references too. */
  ids(host: TaskHost): Promise<HeapIds> {
    return heapIds(this.#open.snapshot, this.#origin.file, new Task(host))
  }

  /** Puts this heap beside an earlier one, as `key`, for questions about leaks alone: see `besideIds` in `beside.ts`. */
  async besideIds(key: string, earlier: HeapIds, asked: boolean, host: TaskHost): Promise<IdPair | null> {
    const found = await besideIds(await this.ids(host), earlier, asked, new Task(host))
    if (found) this.#neighbours.putIds(this.#open, key, found.comparison)
    return found && found.pair
  }

  /** Puts this heap, the base, beside a target that has been put beside it. */
  besideTarget(key: string, target: Digest, told: BaseSide): void {
    this.#compare(key, besideTarget(this.#when(isWhole), target, told))
  }

  /** Makes questions about what changed be of the pair with this heap, which stands beside this one. */
  compareWith(key: string): void {
    this.#neighbours.choose(this.#open, key)
    this.#memory = newMemory()
  }

  /** Lets a heap go that stood beside this one. */
  standApart(key: string): void {
    this.#neighbours.drop(this.#open, key)
    if (this.#neighbours.all.size === 0) this.#paths = null
    this.#memory = newMemory()
  }

  /** What objects are called is kept as long as anything stands beside this heap: the next one is compared sooner. */
  async #digest(paths: boolean, task: Task): Promise<Digest> {
    const wanted = (paths && this.#paths) || paths
    const digest = await digestOf(this.#when(isComplete), this.#origin.file, { paths: wanted }, task)
    this.#paths ??= digest.paths
    return digest
  }

  #compare(key: string, comparison: Comparison): void {
    this.#neighbours.put(this.#open, key, comparison)
    // What was found out by filters may say something else now.
    this.#memory = newMemory()
  }

  /** The heap, once so much about it is known. @throws HeapError `not-ready`, `no-references` */
  #when<Known extends Heap>(is: (heap: Heap) => heap is Known): Known {
    this.#checkReferences()
    const heap = this.#open
    if (!is(heap)) throw notReady()
    return heap
  }

  /** See `find.ts`. */
  find(text: string, limit: number): Found {
    return find(this, text, limit)
  }

  /** Nodes `start` to `end` in file order, roots included. @throws HeapError `not-ready` */
  records(start: number, end: number): NodeRecord[] {
    this.#checkReferences()
    const count = Math.max(0, Math.min(end, this.#open.snapshot.nodeCount) - start)
    return Array.from({ length: count }, (_, i) => nodeRecord(this.#open, start + i))
  }

  /** What is there, loaded or not. */
  get #known(): ListedClasses {
    return this.#heap instanceof SavedHeap ? this.#heap.overview : this.#heap
  }

  /** @throws HeapError `not-ready` while the heap is in its container */
  get #open(): Heap {
    if (this.#heap instanceof SavedHeap) throw notLoaded()
    return this.#heap
  }

  #filter<Source>(table: FilterTable<Source>, source: Source, text: string | undefined): EntryTest | null {
    return listFilter(table, source, text, this.#filtered)
  }

  get #filtered(): FilteredSession {
    const { now, leftOut, early } = this.#origin
    return { now, isShallow: leftOut !== null && !early }
  }

  #around(host: TaskHost): ListSurroundings {
    return { heap: this.#open, host, ...this.#filtered }
  }

  #edgeFilter(text: string | undefined): EdgeFilter {
    return (edges) => this.#filter(EDGE_TABLE, edges, text)
  }

  /** @throws HeapError `no-references` where the capture was read without them, `not-ready` where they come later */
  #checkReferences(): void {
    if (this.#origin.early) throw referencesComing()
    if (this.#origin.leftOut !== null) throw noReferences()
  }

  #check(node: number): void {
    if (!(Number.isInteger(node) && node >= 0 && node < this.#open.snapshot.nodeCount)) {
      throw new HeapError('not-found', `There is no node number ${node} in this heap.`)
    }
  }
}

import { type Endpoint, expose, transfer, wrap } from 'comlink'
import { type Phase, Task, type TaskHost } from '#engine/base/task.ts'
import type { ByteSource } from '#engine/format/source.ts'
import { type Ahead, type AheadSearch, readAhead } from '#engine/format/v8/read-ahead.ts'
import {
  findEdgeTails,
  readEdgeTail,
  type PossibleTails,
  type TailFindings,
  type TailRequest,
  type TailSearch,
} from '#engine/format/v8/read-edge-tail.ts'
import type { FindListener } from '#engine/graph/assistant.ts'
import { type CrossingSnapshot, type CrossingTree, findThere } from '#engine/graph/crossing.ts'
import type { SourceWork } from '#engine/graph/sources.ts'
import { findWeakMapPairs } from '#engine/graph/weak-map-pairs.ts'
import type { Dominated, WeakMapPairs } from '#engine/model/graph.ts'
import { StringTable } from '#engine/model/string-table.ts'
import type { Assistant } from '#engine/read-heap.ts'

/** An end of a channel of its own, in the page and in Node. */
type Port = Endpoint & { start(): void; close(): void }

/** What the assisting thread offers. */
interface Service {
  /** Answers as soon as it can. */
  begin(): Promise<void>
  /**
   * @param port where a FindListener answers
   * @param hasReadAhead whether the strings are those that `readAhead` has answered with
   * @param mayAsk whether the listener helps where it is asked to
   */
  find(snapshot: CrossingSnapshot, port: Port, hasReadAhead: boolean, mayAsk: boolean): Promise<Dominated>
  findTails(search: TailSearch): Promise<PossibleTails>
  readTail(request: TailRequest): Promise<TailFindings>
  readAhead(search: AheadSearch): Promise<Ahead | null>
}

/** What part of the work is behind when each of its phases begins, and how large a part the phase is. */
const PARTS: Partial<Record<Phase, readonly [before: number, part: number]>> = {
  edges: [0, 0.35],
  dominators: [0.35, 0.65],
  'retained sizes': [1, 0],
}

/** How long a thread may take to begin: far longer than it needs, for where it does not its owner does all of the work. */
const PATIENCE_MS = 10_000

/** The owner's side of an assisting thread. */
export interface Thread {
  readonly endpoint: Endpoint
  /** Rejects when the thread dies. */
  readonly death: Promise<never>
  readonly end: () => void
  /**
   * Whether the owner helps it. What both have written to stays in memory until the owner collects its garbage, for which a
   * page has little occasion; what the thread alone has is gone with it.
   */
  readonly isHelped: boolean
}

/**
 * An assistant in a thread. What it is asked rejects when that dies, or has not begun in time: until then it has been given nothing
 * to write to, and from then on nothing of what it does is used.
 */
export function assistantIn({ endpoint, death, end, isHelped }: Thread): Assistant {
  const remote = wrap<Service>(endpoint)
  const start = new Start(Promise.race([remote.begin(), death]))
  const loss = Promise.race([death, start.late])
  loss.catch(end)
  let ahead: Ahead | null = null
  const open = new Set<Port>()
  // The other end may never arrive at a thread that is dead, and our own keeps a process of Node going until it is closed.
  const close = (): void => {
    for (const port of open) port.close()
    open.clear()
  }
  return {
    find: (snapshot, listener) => {
      const { port1, port2 } = new MessageChannel()
      open.add(port1)
      expose(listener, port1)
      const hasReadAhead = ahead?.strings.columns.start === snapshot.strings.start
      const finding = remote.find(snapshot, transfer(port2, [port2]), hasReadAhead, isHelped)
      const found = Promise.race([finding, loss])
      // The result may overtake what the listener is told: only where nothing comes any more is the channel closed here.
      found.catch(close)
      return found
    },
    findTails: (search) => Promise.race([remote.findTails(search), loss]),
    readTail: (request) => Promise.race([remote.readTail(request), loss]),
    readAhead: async (search) => (ahead = await Promise.race([remote.readAhead(search), loss])),
    end: () => {
      start.forget()
      close()
      end()
    },
  }
}

/** Waits for a thread to begin, and no longer than it may take. */
class Start {
  /** Rejects where it does not begin. */
  readonly late: Promise<never>
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param begun settles when there is nothing to wait for any more */
  constructor(begun: Promise<void>) {
    this.late = new Promise((_, reject) => {
      const fail = (): void =>
        reject(new Error(`The second thread did not begin within ${PATIENCE_MS / 1000} s.`))
      this.#timer = setTimeout(() => {
        // What it said while this thread was busy is heard first.
        this.#timer = setTimeout(fail, 0)
      }, PATIENCE_MS)
    })
    // A timer that is left would keep a process of Node going.
    const forget = (): void => this.forget()
    begun.then(forget, forget)
  }

  forget(): void {
    clearTimeout(this.#timer)
  }
}

/** What the thread's surroundings lend it. */
export interface AssistantSurroundings {
  /** What they lend to a task; reports of progress go to the argument. */
  readonly hostFor: (report: TaskHost['progress']) => TaskHost
  /** Opens what `ByteSource.origin` says. */
  readonly open: (origin: unknown) => ByteSource
}

/** The thread's own side: does what the owner asks for. */
export function serveAssistant({ hostFor, open }: AssistantSurroundings, endpoint?: Endpoint): void {
  /** What is found in the strings while there is nothing else to do: the first thread is still reading nodes. */
  let pairs: Promise<WeakMapPairs | null> | null = null
  /** Reading a tail, which the first thread waits for. */
  let tail: Promise<unknown> = Promise.resolve()
  const service: Service = {
    begin: () => Promise.resolve(),
    findTails: (search) => findEdgeTails(open(search.origin), search),
    readTail: (request) => {
      const findings = readEdgeTail(open(request.origin), request)
      // It may fail; who asked is told.
      tail = findings.catch(() => {})
      return findings
    },
    async readAhead(search) {
      const ahead = await readAhead((from) => open(search.origin).chunks(from), search)
      const host = hostFor(() => {})
      const pause = async (): Promise<void> => {
        await host.pause()
        await tail
      }
      pairs = ahead && pairsIn(new StringTable(ahead.strings.columns), { ...host, pause })
      return ahead
    },
    async find(snapshot, port, hasReadAhead, mayAsk) {
      port.start()
      const listener = wrap<FindListener>(port)
      const task = new Task(
        hostFor(({ phase, done, total }) => {
          const [before, part] = PARTS[phase] ?? [0, 0]
          void listener.progress(before + (total > 0 ? (done / total) * part : part))
        }),
      )
      const tell = {
        pairs: (found: WeakMapPairs) => void listener.pairs(found),
        askForHelp: mayAsk ? (work: SourceWork) => void listener.askForHelp(work) : null,
        tree: (found: CrossingTree) => void listener.tree(found),
      }
      return findThere(snapshot, task, tell, hasReadAhead ? await pairs : null)
    },
  }
  expose(service, endpoint)
}

/** Begins after a pause, in which whoever waits is answered. Null where it fails. */
async function pairsIn(strings: StringTable, host: TaskHost): Promise<WeakMapPairs | null> {
  await host.pause()
  return findWeakMapPairs(strings, new Task(host)).catch(() => null)
}

import { type Endpoint, expose, transfer, wrap } from 'comlink'
import { type Phase, Task, type TaskHost } from '#engine/base/task.ts'
import type { ByteSource } from '#engine/format/source.ts'
import { type Ahead, type AheadSearch, readAhead } from '#engine/format/v8/read-ahead.ts'
import {
  findEdgeTail,
  readEdgeTail,
  type TailBounds,
  type TailFindings,
  type TailRequest,
  type TailSearch,
} from '#engine/format/v8/read-edge-tail.ts'
import type { FindListener } from '#engine/graph/assistant.ts'
import { type CrossingSnapshot, type CrossingTree, findThere } from '#engine/graph/crossing.ts'
import type { Assistant } from '#engine/read-heap.ts'

/** An end of a channel of its own, in the page and in Node. */
type Port = Endpoint & { start(): void; close(): void }

/** What the assisting thread offers. */
interface Service {
  /** @param port where a FindListener answers */
  find(snapshot: CrossingSnapshot, port: Port): Promise<CrossingTree>
  findTail(search: TailSearch): Promise<TailBounds | null>
  readTail(request: TailRequest): Promise<TailFindings>
  readAhead(search: AheadSearch): Promise<Ahead | null>
}

/** What part of the work is behind when each of its phases begins, and how large a part the phase is. */
const PARTS: Partial<Record<Phase, readonly [before: number, part: number]>> = {
  edges: [0, 0.35],
  dominators: [0.35, 0.65],
}

/** The owner's side of an assisting thread. */
export interface Thread {
  readonly endpoint: Endpoint
  /** Rejects when the thread dies. */
  readonly death: Promise<never>
  readonly end: () => void
}

export function assistantIn({ endpoint, death, end }: Thread): Assistant {
  const remote = wrap<Service>(endpoint)
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
      const found = Promise.race([remote.find(snapshot, transfer(port2, [port2])), death])
      // The result may overtake what the listener is told: only where nothing comes any more is the channel closed here.
      found.catch(close)
      return found
    },
    findTail: (search) => Promise.race([remote.findTail(search), death]),
    readTail: (request) => Promise.race([remote.readTail(request), death]),
    readAhead: (search) => Promise.race([remote.readAhead(search), death]),
    end: () => {
      close()
      end()
    },
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
  const service: Service = {
    findTail: (search) => findEdgeTail(open(search.origin), search),
    readTail: (request) => readEdgeTail(open(request.origin), request),
    readAhead: (search) => readAhead((from) => open(search.origin).chunks(from), search),
    async find(snapshot, port) {
      port.start()
      const listener = wrap<FindListener>(port)
      const task = new Task(
        hostFor(({ phase, done, total }) => {
          const [before, part] = PARTS[phase] ?? [0, 0]
          void listener.progress(before + (total > 0 ? (done / total) * part : part))
        }),
      )
      const tree = await findThere(snapshot, task, (pairs) => void listener.pairs(pairs))
      const columns = [tree.page, tree.dominator, tree.order]
      return transfer(
        tree,
        columns.map((column) => column.buffer),
      )
    },
  }
  expose(service, endpoint)
}

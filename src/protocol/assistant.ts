import { type Endpoint, expose, proxy, transfer, wrap } from 'comlink'
import { type Phase, Task, type TaskHost } from '#engine/base/task.ts'
import type { Assistant } from '#engine/graph/assistant.ts'
import { findThere } from '#engine/graph/crossing.ts'

/** What the assisting thread offers. */
type Service = Pick<Assistant, 'find'>

/** What part of the work is behind when each of its phases begins, and how large a part the phase is. */
const PARTS: Partial<Record<Phase, readonly [before: number, part: number]>> = {
  edges: [0, 0.25],
  retainers: [0.25, 0.35],
  dominators: [0.6, 0.4],
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
  return {
    find: (snapshot, listener) => Promise.race([remote.find(snapshot, proxy(listener)), death]),
    end,
  }
}

/**
 * The thread's own side: does what the owner asks for.
 * @param hostFor what the surroundings lend to a task; reports of progress go to its argument
 */
export function serveAssistant(
  hostFor: (report: TaskHost['progress']) => TaskHost,
  endpoint?: Endpoint,
): void {
  const service: Service = {
    async find(snapshot, listener) {
      const task = new Task(
        hostFor(({ phase, done, total }) => {
          const [before, part] = PARTS[phase] ?? [0, 0]
          void listener.progress(before + (total > 0 ? (done / total) * part : part))
        }),
      )
      const tree = await findThere(snapshot, task, (pairs) => void listener.pairs(pairs))
      const { page, dominator, retainers } = tree
      // `order` is a part of `retainers.node`.
      const columns = [page, dominator, retainers.first, retainers.source, retainers.node]
      return transfer(
        tree,
        columns.map((column) => column.buffer),
      )
    },
  }
  expose(service, endpoint)
}

import { type Endpoint, expose, proxy, transfer, wrap } from 'comlink'
import { Task, type TaskHost } from '#engine/base/task.ts'
import type { Assistant } from '#engine/graph/assistant.ts'
import { buildCrossingTree } from '#engine/graph/dominator-tree.ts'

/** What the assisting thread offers. */
type Service = Pick<Assistant, 'buildTree'>

/** The share of finding the essential edges in building a dominator tree. */
const EDGES_SHARE = 0.4

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
    buildTree: (snapshot, report) => Promise.race([remote.buildTree(snapshot, proxy(report)), death]),
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
    async buildTree(snapshot, report) {
      const task = new Task(
        hostFor(({ phase, done, total }) => {
          const part = total > 0 ? done / total : 1
          report(phase === 'edges' ? part * EDGES_SHARE : EDGES_SHARE + part * (1 - EDGES_SHARE))
        }),
      )
      const tree = await buildCrossingTree(snapshot, task)
      return transfer(tree, [tree.essential.buffer, tree.dominator.buffer, tree.order.buffer])
    },
  }
  expose(service, endpoint)
}

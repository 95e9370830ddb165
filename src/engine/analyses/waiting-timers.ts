import type { Task } from '../base/task.ts'
import { FirstEdges, NO_EDGE } from '../graph/first-edges.ts'
import { inSlices } from '../graph/in-slices.ts'
import { nodesNamed } from '../graph/named-nodes.ts'
import { stringsWithText } from '../graph/same-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import type { WholeHeap } from './heap.ts'
import { NODES_BY_TYPE } from './nodes-by-type.ts'

/** How a timer was started; null where the heap does not tell: Blink's does not. */
export type TimerKind = 'setInterval' | 'setTimeout' | null

/** A timer that waits. */
export interface WaitingTimer {
  readonly node: number
  readonly kind: TimerKind
  /** The function that it calls. */
  readonly callback: number
}

const BLINK = 'DOMTimer'

/** The timers of Node (`Timeout`) and Blink (`DOMTimer`) that wait and call a function, ascending. O(nodes + strings). */
export async function findTimers(heap: WholeHeap, task: Task): Promise<WaitingTimer[]> {
  task.begin('answer', 2 * heap.snapshot.nodeCount)
  const found = [...(await nodeTimers(heap, task)), ...(await blinkTimers(heap, task))]
  task.end()
  return found
}

async function nodeTimers(heap: WholeHeap, task: Task): Promise<WaitingTimer[]> {
  const { snapshot } = heap
  const { nodeType, strings } = snapshot
  const objects = (await NODES_BY_TYPE.of(heap, task)).of(NodeType.object)
  const [callbacks, repeats] = (await stringsWithText(strings, ['_onTimeout', '_repeat'], task)).map(
    (names) => new FirstEdges(snapshot, EdgeType.property, names),
  )
  const found: WaitingTimer[] = []
  await inSlices(task, objects.length, (from, to) => {
    for (let i = from; i < to; i++) {
      const node = objects[i]!
      const callback = callbacks!.target(node)
      if (callback === NO_EDGE || nodeType[callback] !== NodeType.closure) continue
      // A small number leaves no edge; what goes off once has null in its place.
      const repeat = repeats!.target(node)
      const isInterval = repeat === NO_EDGE || nodeType[repeat] === NodeType.number
      found.push({ node, callback, kind: isInterval ? 'setInterval' : 'setTimeout' })
    }
  })
  return found
}

/** A timer has an action, and that a function with its realm. */
async function blinkTimers({ snapshot }: WholeHeap, task: Task): Promise<WaitingTimer[]> {
  const timers = await nodesNamed(snapshot, [BLINK], (name) => name === BLINK, task)
  const [first, second] = [1, 2].map((index) => new FirstEdges(snapshot, EdgeType.element, new Set([index])))
  const found: WaitingTimer[] = []
  for (const node of timers) {
    const action = first!.target(node)
    const held = action === NO_EDGE ? NO_EDGE : second!.target(action)
    const callback = held === NO_EDGE ? NO_EDGE : first!.target(held)
    if (callback !== NO_EDGE && snapshot.nodeType[callback] === NodeType.closure) {
      found.push({ node, callback, kind: null })
    }
  }
  return found
}

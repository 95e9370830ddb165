import type { Task } from '../base/task.ts'
import { FirstEdges, NO_EDGE } from '../graph/first-edges.ts'
import { nodesNamed } from '../graph/named-nodes.ts'
import { stringsWithText } from '../graph/same-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { FunctionCode } from './function-code.ts'
import type { WholeHeap } from './heap.ts'

/** What waits for promises that are not settled, in columns: entry i of each belongs to reaction i. */
export interface PendingPromises {
  /** The record of who waits. */
  readonly reaction: readonly number[]
  /** The promise that is waited for. */
  readonly promise: readonly number[]
  /** The suspended call of an async function or generator that waits; `NOBODY` where none does. */
  readonly call: readonly number[]
  /** The function of that call, or the one that `then` was given; `NOBODY` for those of the engine, as of `Promise.race`. */
  readonly waiting: readonly number[]
}

export const NOBODY = -1

const REACTION = 'system / PromiseReaction'
const EDGES = ['reactions_or_result', 'context', 'extension', 'function'] as const

/** Finds the reactions of promises that are not settled, as V8 chains them. O(nodes + strings + edges of reactions). */
export async function findPendingPromises(
  heap: WholeHeap,
  code: FunctionCode,
  task: Task,
): Promise<PendingPromises> {
  const { snapshot } = heap
  const { nodeCount } = snapshot
  task.begin('answer', nodeCount)
  const isReaction = new Set(await nodesNamed(snapshot, [REACTION], (name) => name === REACTION, task))
  const found = { reaction: [], promise: [], call: [], waiting: [] }
  if (isReaction.size === 0) return found
  const edges = (await stringsWithText(snapshot.strings, EDGES, task)).map(
    (names) => new FirstEdges(snapshot, EdgeType.internal, names),
  )
  const chains = new ReactionChains(heap, code, isReaction, edges, found)
  for (const promise of promisesOf(heap, isReaction, edges[0]!))
    chains.follow(promise, edges[0]!.target(promise))
  task.end()
  return found
}

/** The promises that such reactions are the first of, ascending. */
function promisesOf(
  { snapshot, ready }: WholeHeap,
  reactions: Iterable<number>,
  firstOf: FirstEdges,
): Uint32Array {
  const { first, source } = ready.retainers
  const promises = new Set<number>()
  for (const reaction of reactions) {
    for (let i = first[reaction]!; i < first[reaction + 1]!; i++) {
      const node = source[i]! >>> 1
      if (snapshot.nodeType[node] === NodeType.object && firstOf.target(node) === reaction) promises.add(node)
    }
  }
  return Uint32Array.from(promises).sort()
}

type Columns = { readonly [Name in keyof PendingPromises]: number[] }

class ReactionChains {
  readonly #heap: WholeHeap
  readonly #code: FunctionCode
  readonly #left: Set<number>
  readonly #edges: readonly FirstEdges[]
  readonly #found: Columns

  /** @param left reactions that no chain was seen to have yet */
  constructor(
    heap: WholeHeap,
    code: FunctionCode,
    left: Set<number>,
    edges: readonly FirstEdges[],
    found: Columns,
  ) {
    this.#heap = heap
    this.#code = code
    this.#left = left
    this.#edges = edges
    this.#found = found
  }

  follow(promise: number, first: number): void {
    const { firstEdge, edgeLink, nodeType } = this.#heap.snapshot
    for (let at = first; this.#left.delete(at);) {
      const handlers: number[] = []
      let next = at
      for (let edge = firstEdge[at]!; edge < firstEdge[at + 1]!; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        if (linkType(edgeLink[edge]!) === EdgeType.weak) continue
        if (this.#left.has(target)) next = target
        else if (nodeType[target] === NodeType.closure) handlers.push(target)
      }
      this.#add(promise, at, handlers)
      at = next
    }
  }

  #add(promise: number, reaction: number, handlers: readonly number[]): void {
    const call = handlers.map((handler) => this.#callOf(handler)).find((one) => one !== NOBODY) ?? NOBODY
    const own = handlers.find((handler) => !this.#code.isEngines(handler)) ?? NOBODY
    this.#found.reaction.push(reaction)
    this.#found.promise.push(promise)
    this.#found.call.push(call)
    this.#found.waiting.push(call === NOBODY ? own : this.#edges[3]!.target(call))
  }

  /** What goes on after `await`: the engine's function for it has the call as the extension of its context. */
  #callOf(handler: number): number {
    const context = this.#edges[1]!.target(handler)
    const call = context === NO_EDGE ? NO_EDGE : this.#edges[2]!.target(context)
    return call === NO_EDGE || this.#edges[3]!.target(call) === NO_EDGE ? NOBODY : call
  }
}

import type { Task } from '../../../base/task.ts'
import { FirstEdges, NO_EDGE } from '../../../graph/first-edges.ts'
import { inSlices } from '../../../graph/in-slices.ts'
import { isNameOf, nodesNamed } from '../../../graph/named-nodes.ts'
import { stringsWithText } from '../../../graph/same-text.ts'
import { EdgeType, NodeType } from '../../../model/kinds.ts'
import { linkTarget, linkType } from '../../../model/links.ts'
import type { FunctionCode } from '../../function-code.ts'
import type { WholeHeap } from '../../heap.ts'
import { retainedSum } from '../../retained-of-set.ts'

/** A variable of a function that several other functions share, in all contexts of that function. */
export interface SharedVariable {
  readonly variable: string
  /** What the function is called that declares it. */
  readonly declaredIn: string
  /** Functions of different code that live with one of the contexts. */
  readonly users: readonly string[]
  readonly contexts: number
  /** Its values, as far as only the contexts keep them, ascending. */
  readonly values: Uint32Array
  /** Bytes that go with these values. */
  readonly bytes: number
}

/** Functions that are called once have what they need; what is wasted in each of many contexts adds up. */
const LEAST_CONTEXTS = 10
const CONTEXT = 'system / Context'
const EDGES = ['scope_info', 'context', 'name_or_scope_info'] as const

/**
 * Variables of functions that were called ten times and more, of which each call left two functions of different code.
 * Whether these use the variable, such a capture does not tell. O(nodes + edges out of and into contexts).
 */
export async function findSharedVariables(
  heap: WholeHeap,
  code: FunctionCode,
  task: Task,
): Promise<SharedVariable[]> {
  const { snapshot } = heap
  task.begin('answer', 2 * snapshot.nodeCount)
  const contexts = await nodesNamed(snapshot, [CONTEXT], (name) => isNameOf(CONTEXT, name), task)
  const edges = (await stringsWithText(snapshot.strings, EDGES, task)).map(
    (names) => new FirstEdges(snapshot, EdgeType.internal, names),
  )
  const byScope = new Map<number, number[]>()
  for (const context of contexts) {
    const scope = edges[0]!.target(context)
    if (scope === NO_EDGE) continue
    const members = byScope.get(scope)
    if (members) members.push(context)
    else byScope.set(scope, [context])
  }
  const search = new VariableSearch(heap, code, edges)
  const scopes = [...byScope].filter(([, members]) => members.length >= LEAST_CONTEXTS)
  await inSlices(task, scopes.length, (from, to) => {
    for (let i = from; i < to; i++) search.look(...scopes[i]!)
  })
  task.end()
  return search.found
}

class VariableSearch {
  readonly found: SharedVariable[] = []
  readonly #heap: WholeHeap
  readonly #code: FunctionCode
  readonly #edges: readonly FirstEdges[]

  constructor(heap: WholeHeap, code: FunctionCode, edges: readonly FirstEdges[]) {
    this.#heap = heap
    this.#code = code
    this.#edges = edges
  }

  look(scope: number, contexts: readonly number[]): void {
    const users = this.#usersOf(contexts[0]!)
    if (users.length < 2) return
    const { strings } = this.#heap.snapshot
    const declaredIn = this.#functionOf(scope)
    for (const [variable, values] of this.#valuesOf(contexts)) {
      const bytes = retainedSum(this.#heap.ready.graph, values)
      this.found.push({
        variable: strings.text(variable),
        declaredIn,
        users,
        contexts: contexts.length,
        values: Uint32Array.from(values).sort(),
        bytes,
      })
    }
  }

  /** By the variable's name: what contexts alone keep. */
  #valuesOf(contexts: readonly number[]): Map<number, number[]> {
    const { firstEdge, edgeLink, edgeNames } = this.#heap.snapshot
    const { dominator } = this.#heap.ready.graph
    const found = new Map<number, number[]>()
    for (const context of contexts) {
      for (let edge = firstEdge[context]!; edge < firstEdge[context + 1]!; edge++) {
        const value = linkTarget(edgeLink[edge]!)
        if (linkType(edgeLink[edge]!) !== EdgeType.context || dominator[value] !== context) continue
        const variable = edgeNames.at(context, edge)
        const values = found.get(variable)
        // Two variables may have one value, but it is met twice in a row then.
        if (values && values.at(-1) !== value) values.push(value)
        else if (!values) found.set(variable, [value])
      }
    }
    return found
  }

  #usersOf(context: number): string[] {
    const { snapshot, ready } = this.#heap
    const { first, source } = ready.retainers
    const found = new Map<number, string>()
    for (let i = first[context]!; i < first[context + 1]!; i++) {
      const user = source[i]! >>> 1
      const isUser = snapshot.nodeType[user] === NodeType.closure && this.#edges[1]!.target(user) === context
      if (isUser) found.set(this.#code.codeOf(user), this.#code.textOf(user))
    }
    return [...found.values()]
  }

  /** What the function is called whose code has this scope. */
  #functionOf(scope: number): string {
    const { first, source } = this.#heap.ready.retainers
    for (let i = first[scope]!; i < first[scope + 1]!; i++) {
      const code = source[i]! >>> 1
      if (this.#edges[2]!.target(code) === scope) return this.#code.textOfCode(code)
    }
    return 'a function that is gone'
  }
}

import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { stringsWithText } from '../graph/same-text.ts'
import type { Retainers } from '../model/graph.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { NO_SCOPE, type ScopeTree } from './scope-tree.ts'

/** No context. */
export const NO_CONTEXT = 0xffff_ffff

/** The contexts of a heap, numbered in file order, and the code that can still run in them. */
export interface ContextChains {
  /** By context: its node. */
  readonly node: Uint32Array
  /** By context: its scope; `NO_SCOPE` where the file does not describe it. */
  readonly scope: Uint32Array
  /** By context: the one around it; `NO_CONTEXT` where there is none. */
  readonly previous: Uint32Array
  /** Functions that live, and suspended calls of generators and async functions. By user: whose code it is, and in which context it runs. */
  readonly userScope: Uint32Array
  readonly userContext: Uint32Array
  /** By scope: a function node whose code it is; absent where none is in the heap. */
  readonly functionOf: ReadonlyMap<number, number>
  /** By scope: the name of its function, as far as the heap tells. */
  readonly functionName: ReadonlyMap<number, string>
  /** By scope that has contexts: the character of its script at which it begins, from 0. */
  readonly offset: ReadonlyMap<number, number>
}

const CONTEXT = 'system / Context'
const SHARED_FUNCTION = 'system / SharedFunctionInfo'
const EDGES = [
  'shared',
  'context',
  'previous',
  'scope_info',
  'script',
  'scope_id',
  'name_or_scope_info',
  'outer_scope_info',
  'value',
  'function',
  'start_position',
  'scope_type_name',
] as const

type EdgeName = (typeof EDGES)[number]

/** O(nodes + edges of functions and contexts + edges into contexts). */
export async function findContextChains(
  snapshot: Snapshot,
  tree: ScopeTree,
  retainers: Retainers,
  task: Task,
): Promise<ContextChains> {
  const found = await stringsWithText(snapshot.strings, EDGES, task)
  const names = new Map(EDGES.map((name, i) => [name, found[i]!]))
  const finder = new ContextFinder(snapshot, tree, names)
  await inSlices(task, snapshot.nodeCount, (from, to) => finder.scan(from, to))
  return finder.finish(retainers)
}

class ContextFinder {
  readonly #snapshot: Snapshot
  readonly #tree: ScopeTree
  readonly #names: ReadonlyMap<EdgeName, ReadonlySet<number>>
  /** By string index: 0 not looked at, 1 neither, 2 a context's name, 3 that of a function's code. */
  readonly #nameKind: Uint8Array
  readonly #contexts: number[] = []
  readonly #numberOf = new Map<number, number>()
  readonly #closures: number[] = []
  /** By node of a function's code: its scope. */
  readonly #scopeOfCode = new Map<number, number>()
  /** By node of a ScopeInfo: the node of its script, null where that is not known. */
  readonly #scriptOfInfo = new Map<number, number | null>()
  readonly #scopeOfInfo = new Map<number, number>()
  /** By context: the script of the last function that was followed through it. */
  readonly #followedFor = new Map<number, number>()
  readonly #functionOf = new Map<number, number>()
  readonly #functionName = new Map<number, string>()
  readonly #offset = new Map<number, number>()

  constructor(snapshot: Snapshot, tree: ScopeTree, names: ReadonlyMap<EdgeName, ReadonlySet<number>>) {
    this.#snapshot = snapshot
    this.#tree = tree
    this.#names = names
    this.#nameKind = new Uint8Array(snapshot.strings.count)
  }

  scan(from: number, to: number): void {
    const { nodeType } = this.#snapshot
    for (let node = from; node < to; node++) {
      const type = nodeType[node]!
      if (type === NodeType.closure) this.#closures.push(node)
      else if (type === NodeType.object || type === NodeType.code || type === NodeType.native)
        this.#consider(node)
    }
  }

  finish({ first, source }: Retainers): ContextChains {
    const contexts = Uint32Array.from(this.#contexts)
    const users: [scope: number, context: number][] = []
    for (const closure of this.#closures) this.#learnScripts(closure)
    for (const closure of this.#closures) this.#addUser(users, closure, closure)
    for (const context of contexts) {
      for (let i = first[context]!; i < first[context + 1]!; i++) {
        const holder = source[i]! >>> 1
        // A suspended call has its function and the context it will go on in.
        const isCall = this.#snapshot.nodeType[holder] === NodeType.object && !this.#numberOf.has(holder)
        const callee = isCall ? this.#target(holder, 'function') : -1
        if (callee !== -1) this.#addUser(users, holder, callee)
      }
    }
    return {
      node: contexts,
      scope: contexts.map((node) => this.#scopeOfContext(node)),
      previous: contexts.map((node) => this.#numberOf.get(this.#target(node, 'previous')) ?? NO_CONTEXT),
      userScope: Uint32Array.from(users, ([scope]) => scope),
      userContext: Uint32Array.from(users, ([, context]) => context),
      functionOf: this.#functionOf,
      functionName: this.#functionName,
      offset: this.#offset,
    }
  }

  #consider(node: number): void {
    const name = this.#snapshot.nodeName[node]!
    const kind = (this.#nameKind[name] ||= kindOfName(this.#snapshot, name))
    if (kind === 2) {
      this.#numberOf.set(node, this.#contexts.length)
      this.#contexts.push(node)
    } else if (kind === 3) this.#noteCode(node)
  }

  /** A function's code names its script and its scope, and through its ScopeInfo those of contexts. */
  #noteCode(node: number): void {
    const script = this.#target(node, 'script')
    if (script === -1) return
    const info = this.#target(node, 'name_or_scope_info')
    if (info !== -1) this.#scriptOfInfo.set(info, script)
    const id = this.#number(node, 'scope_id')
    const scope = id === null ? NO_SCOPE : this.#tree.find(script, id)
    this.#scopeOfCode.set(node, scope)
    if (scope === NO_SCOPE) return
    const { strings, nodeName } = this.#snapshot
    const name = strings.text(nodeName[node]!).slice(SHARED_FUNCTION.length + ' / '.length)
    this.#functionName.set(scope, name)
  }

  /** @param holder what has the edge `context`; @param callee the function whose code will run */
  #addUser(users: [number, number][], holder: number, callee: number): void {
    const context = this.#numberOf.get(this.#target(holder, 'context'))
    const scope = this.#scopeOfCode.get(this.#target(callee, 'shared')) ?? NO_SCOPE
    if (scope === NO_SCOPE) return
    this.#functionOf.set(scope, callee)
    if (context !== undefined) users.push([scope, context])
  }

  /**
   * Where the code of the function that made a context is gone, nothing names its script; but functions written inside it
   * live in the same one. Taken only where the context has all the variables of the scope that is found so.
   */
  #learnScripts(closure: number): void {
    const script = this.#target(this.#target(closure, 'shared'), 'script')
    if (script === -1) return
    let context = this.#target(closure, 'context')
    while (this.#numberOf.has(context) && this.#followedFor.get(context) !== script) {
      this.#followedFor.set(context, script)
      const info = this.#target(context, 'scope_info')
      if (info !== -1 && this.#scopeOfContext(context) === NO_SCOPE) {
        const scope = this.#scopeIn(script, info)
        if (scope !== NO_SCOPE && this.#hasVariables(context, scope)) this.#setScope(info, scope)
      }
      context = this.#target(context, 'previous')
    }
  }

  #hasVariables(context: number, scope: number): boolean {
    const { firstEdge, edgeLink, edgeNames, strings } = this.#snapshot
    const { firstVariable, variableName } = this.#tree.scopes
    const held = new Set<string>()
    for (let edge = firstEdge[context]!; edge < firstEdge[context + 1]!; edge++) {
      if (linkType(edgeLink[edge]!) === EdgeType.context) held.add(strings.text(edgeNames.at(context, edge)))
    }
    const names = variableName.subarray(firstVariable[scope], firstVariable[scope + 1])
    return names.length > 0 && names.every((name) => held.has(strings.text(name)))
  }

  #scopeOfContext(node: number): number {
    const info = this.#target(node, 'scope_info')
    if (info === -1) return NO_SCOPE
    let scope = this.#scopeOfInfo.get(info)
    if (scope === undefined) {
      const script = this.#scriptOf(info)
      scope = script === null ? NO_SCOPE : this.#scopeIn(script, info)
      this.#setScope(info, scope)
    }
    return scope
  }

  /** Notes the scope of a ScopeInfo, and what that says of it: a function's name stands behind those of its variables. */
  #setScope(info: number, scope: number): void {
    this.#scopeOfInfo.set(info, scope)
    if (scope === NO_SCOPE) return
    const offset = this.#number(info, 'start_position')
    if (offset !== null) this.#offset.set(scope, offset)
    const { firstEdge, edgeLink, edgeNames, nodeName, nodeType, strings } = this.#snapshot
    const type = this.#target(info, 'scope_type_name')
    const isFunction = type !== -1 && strings.text(nodeName[type]!) === 'FUNCTION_SCOPE'
    if (!isFunction || this.#functionName.has(scope)) return
    const { firstVariable } = this.#tree.scopes
    const place = firstVariable[scope + 1]! - firstVariable[scope]!
    for (let edge = firstEdge[info]!; edge < firstEdge[info + 1]!; edge++) {
      const isName = linkType(edgeLink[edge]!) === EdgeType.hidden && edgeNames.at(info, edge) === place
      const target = linkTarget(edgeLink[edge]!)
      if (isName && nodeType[target] === NodeType.string) {
        this.#functionName.set(scope, strings.text(nodeName[target]!))
      }
    }
  }

  #scopeIn(script: number, info: number): number {
    const id = this.#number(info, 'scope_id')
    return id === null ? NO_SCOPE : this.#tree.find(script, id)
  }

  /** Goes outward from one ScopeInfo to the next until one is known. */
  #scriptOf(info: number): number | null {
    const way = new Set<number>()
    let at = info
    while (at !== -1 && !this.#scriptOfInfo.has(at) && !way.has(at)) {
      way.add(at)
      at = this.#target(at, 'outer_scope_info')
    }
    const script = this.#scriptOfInfo.get(at) ?? null
    for (const one of way) this.#scriptOfInfo.set(one, script)
    return script
  }

  /** The whole number behind an internal edge; null where there is none. */
  #number(node: number, edge: EdgeName): number | null {
    const { nodeType, nodeName, strings } = this.#snapshot
    const holder = this.#target(node, edge)
    if (holder === -1 || nodeType[holder] !== NodeType.number) return null
    const value = this.#target(holder, 'value')
    const text = value === -1 ? '' : strings.text(nodeName[value]!)
    return /^-?\d+$/.test(text) ? Number(text) : null
  }

  /** Where the internal edge of that name leads; -1 where there is none. */
  #target(node: number, name: EdgeName): number {
    if (node === -1) return -1
    const { firstEdge, edgeLink, edgeNames } = this.#snapshot
    const wanted = this.#names.get(name)!
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      if (linkType(edgeLink[edge]!) === EdgeType.internal && wanted.has(edgeNames.at(node, edge))) {
        return linkTarget(edgeLink[edge]!)
      }
    }
    return -1
  }
}

function kindOfName({ strings }: Snapshot, index: number): 1 | 2 | 3 {
  // Names that were added are those of detached nodes.
  if (index >= strings.fileCount || strings.firstByte(index) !== CONTEXT.charCodeAt(0)) return 1
  const text = strings.text(index)
  if (text === CONTEXT || text.startsWith(`${CONTEXT} / `)) return 2
  return text.startsWith(SHARED_FUNCTION) ? 3 : 1
}

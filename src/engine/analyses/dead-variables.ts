import type { Task } from '../base/task.ts'
import { freedByGroups } from '../graph/freed-by-groups.ts'
import type { DeadVariableRow, DeadVariableSummary } from '../model/dead-variable-rows.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type ContextChains, findContextChains } from './context-chains.ts'
import { classQuery } from './class-query.ts'
import type { CompleteHeap } from './heap.ts'
import { liveVariables } from './live-variables.ts'
import { nodeRow, notReady } from './node-row.ts'
import { NO_SCOPE, type ScopeTree, scopeTree } from './scope-tree.ts'
import { scriptUrl, sourceOf } from './sources.ts'

/** Dead variables of a heap, in columns. Entry i of each belongs to variable i, in file order. */
export interface DeadVariables {
  readonly summary: DeadVariableSummary
  /** The number among the scopes' variables. */
  readonly variable: Uint32Array
  /** The scope that declares it. */
  readonly scope: Uint32Array
  /** One more entry than there are variables: where each one's slots begin. */
  readonly firstSlot: Uint32Array
  /** By slot: the node of a context in which the variable is dead, and the node it leads to. */
  readonly slotContext: Uint32Array
  readonly slotValue: Uint32Array
  /** Bytes that clearing it in all these contexts would free. */
  readonly freedSize: Float64Array
  /** By scope: its contexts in the heap. */
  readonly contextsOf: ReadonlyMap<number, number>
  readonly chains: ContextChains | null
  readonly tree: ScopeTree | null
}

/** A slot of a context that nobody can read any more. */
interface DeadSlot {
  readonly variable: number
  readonly context: number
  readonly edge: number
  readonly value: number
}

/**
 * Finds the variables that contexts keep alive though no code can use them any more. A variable of a context is dead where
 * none of the functions that live with this context in their chain, nor any function written inside those, uses it, by
 * the file's scope sections. Suspended generators and async functions count as living functions; code that was running
 * when the capture was taken is not seen. Variables that scopes do not list (where `eval` may use anything) are not
 * judged, nor are contexts whose scope the file does not describe. Wants retainers.
 *
 * This is DevTools' definition, but for suspended calls, which DevTools does not see. O(nodes + edges).
 *
 * @throws HeapError `not-ready` before the retainers are there
 */
export async function findDeadVariables(heap: CompleteHeap, task: Task): Promise<DeadVariables> {
  const { snapshot, ready } = heap
  if (!ready.retainers) throw notReady()
  task.begin('answer', snapshot.nodeCount)
  if (!snapshot.scopes) return nothing(false)
  const tree = scopeTree(snapshot.scopes)
  const chains = await findContextChains(snapshot, tree, ready.retainers, task)
  const { first, live } = await liveVariables(tree, chains, task)
  const slots: DeadSlot[] = []
  chains.scope.forEach((scope, context) => {
    if (scope === NO_SCOPE) return
    for (const slot of slotsOf(snapshot, tree, scope, chains.node[context]!)) {
      const bit = first[context]! + slot.variable - tree.scopes.firstVariable[scope]!
      if (!live.has(bit)) slots.push(slot)
    }
  })
  return inColumns(heap, tree, chains, slots, task)
}

/** The context edges of a context that lead to variables which its scope lists. */
function slotsOf(snapshot: Snapshot, { scopes }: ScopeTree, scope: number, context: number): DeadSlot[] {
  const { firstEdge, edgeLink, edgeNames, strings } = snapshot
  const variables = new Map<string, number>()
  for (
    let variable = scopes.firstVariable[scope + 1]! - 1;
    variable >= scopes.firstVariable[scope]!;
    variable--
  ) {
    variables.set(strings.text(scopes.variableName[variable]!), variable)
  }
  const slots: DeadSlot[] = []
  if (variables.size === 0) return slots
  for (let edge = firstEdge[context]!; edge < firstEdge[context + 1]!; edge++) {
    if (linkType(edgeLink[edge]!) !== EdgeType.context) continue
    const variable = variables.get(strings.text(edgeNames.at(context, edge)))
    if (variable !== undefined) slots.push({ variable, context, edge, value: linkTarget(edgeLink[edge]!) })
  }
  return slots
}

async function inColumns(
  heap: CompleteHeap,
  tree: ScopeTree,
  chains: ContextChains,
  unsorted: readonly DeadSlot[],
  task: Task,
): Promise<DeadVariables> {
  const slots = unsorted.toSorted((a, b) => a.variable - b.variable || a.context - b.context)
  const starts = slots.flatMap(({ variable }, i) => (slots[i - 1]?.variable === variable ? [] : [i]))
  const variable = Uint32Array.from(starts, (start) => slots[start]!.variable)
  const firstSlot = Uint32Array.of(...starts, slots.length)
  const { ready, shallowSize, snapshot } = heap
  const group = new Uint32Array(slots.length)
  starts.forEach((start, i) => group.fill(i, start))
  const groups = {
    edge: Uint32Array.from(slots, ({ edge }) => edge),
    source: Uint32Array.from(slots, ({ context }) => context),
    group,
    count: starts.length,
  }
  const hasOrphans = ready.unreachable > 0
  const freed = await freedByGroups(snapshot, ready.graph.essential, shallowSize, groups, hasOrphans, task)
  const contextsOf = new Map<number, number>()
  for (const scope of chains.scope) contextsOf.set(scope, (contextsOf.get(scope) ?? 0) + 1)
  return {
    summary: {
      hasScopes: true,
      contexts: chains.node.length,
      describedContexts: chains.node.length - (contextsOf.get(NO_SCOPE) ?? 0),
      variables: starts.length,
      freedSize: freed.together.size,
      freedCount: freed.together.count,
    },
    variable,
    scope: declaringScopes(tree, variable),
    firstSlot,
    slotContext: groups.source,
    slotValue: Uint32Array.from(slots, ({ value }) => value),
    freedSize: freed.byGroup,
    contextsOf,
    chains,
    tree,
  }
}

/** Of variables in ascending order. */
function declaringScopes({ scopes }: ScopeTree, variables: Uint32Array): Uint32Array {
  let scope = 0
  return variables.map((variable) => {
    while (scopes.firstVariable[scope + 1]! <= variable) scope++
    return scope
  })
}

function nothing(hasScopes: boolean): DeadVariables {
  const none = new Uint32Array(0)
  return {
    summary: { hasScopes, contexts: 0, describedContexts: 0, variables: 0, freedSize: 0, freedCount: 0 },
    variable: none,
    scope: none,
    firstSlot: Uint32Array.of(0),
    slotContext: none,
    slotValue: none,
    freedSize: new Float64Array(0),
    contextsOf: new Map(),
    chains: null,
    tree: null,
  }
}

/** What a list shows of dead variable `index`. O(its contexts). */
export function deadVariableRow(heap: CompleteHeap, dead: DeadVariables, index: number): DeadVariableRow {
  const { snapshot, ready } = heap
  const scopes = dead.tree!.scopes
  const scope = dead.scope[index]!
  const script = scopes.scriptNode[scope]!
  const [context, value] = mostRetaining(dead, index, ready.graph.retainedSize)
  const named = nearestFunction(dead, scope)
  const closure = dead.chains!.functionOf.get(named)
  const key = deadVariableKey(snapshot, dead, index)
  return {
    key,
    variable: snapshot.strings.text(scopes.variableName[dead.variable[index]!]!),
    functionName: dead.chains!.functionName.get(named) ?? '',
    source: closure === undefined ? null : sourceOf(snapshot, closure),
    script: scriptUrl(snapshot, script),
    offset: dead.chains!.offset.get(scope) ?? null,
    contexts: dead.firstSlot[index + 1]! - dead.firstSlot[index]!,
    allContexts: dead.contextsOf.get(scope) ?? 0,
    freedSize: dead.freedSize[index]!,
    context: nodeRow(heap, context),
    value: nodeRow(heap, value),
    query: contextsQuery(heap, dead.slotContext.subarray(dead.firstSlot[index], dead.firstSlot[index + 1])),
  }
}

/** Names a dead variable across sessions: the id of its script's node, the id of its scope and its slot. */
export function deadVariableKey(snapshot: Snapshot, dead: DeadVariables, index: number): string {
  const { scriptNode, scopeId, firstVariable } = dead.tree!.scopes
  const scope = dead.scope[index]!
  const slot = dead.variable[index]! - firstVariable[scope]!
  return `${snapshot.nodeId[scriptNode[scope]!] ?? 0}/${scopeId[scope]}/${slot}`
}

/** More ids than these are too long for a filter. */
const MOST_IDS = 400

/**
 * The filter that finds the contexts in which a variable is dead: their class where it has no other contexts, else their
 * ids. Null where these are too many.
 */
function contextsQuery({ snapshot, table, sizes }: CompleteHeap, contexts: Uint32Array): string | null {
  const index = table.classOf[contexts[0]!]!
  const isClass = contexts.every((node) => table.classOf[node] === index)
  if (isClass && sizes.count[index] === contexts.length) return classQuery(table.classes, index)
  if (contexts.length > MOST_IDS) return null
  return `id:${Array.from(contexts, (node) => `@${snapshot.nodeId[node]}`).join()}`
}

/** The context and the value of the slot whose value retains most. */
function mostRetaining(
  { firstSlot, slotContext, slotValue }: DeadVariables,
  index: number,
  retained: ArrayLike<number>,
): [context: number, value: number] {
  let best = firstSlot[index]!
  for (let slot = best + 1; slot < firstSlot[index + 1]!; slot++) {
    if (retained[slotValue[slot]!]! > retained[slotValue[best]!]!) best = slot
  }
  return [slotContext[best]!, slotValue[best]!]
}

/** The scope itself or the nearest one around it that is a function in the heap. */
function nearestFunction({ chains, tree }: DeadVariables, scope: number): number {
  let at = scope
  while (!chains!.functionName.has(at) && tree!.parent[at] !== NO_SCOPE) at = tree!.parent[at]!
  return at
}

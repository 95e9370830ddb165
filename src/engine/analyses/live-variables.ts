import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { accumulate } from '../graph/retainers.ts'
import { type ContextChains, NO_CONTEXT } from './context-chains.ts'
import { NO_SCOPE, type ScopeTree } from './scope-tree.ts'

/** Which variables of which contexts can still be used. */
export interface LiveVariables {
  /** One more entry than there are contexts: the variables of context c are the bits `first[c]` to `first[c + 1]`, by slot. */
  readonly first: Uint32Array
  readonly live: BitSet
}

/**
 * A variable of a context is live where code runs, or can be made to run, that uses it: where the use stands in a function
 * that lives, or in one that such a function may make, and the context is among those that function runs in. O(uses ×
 * depth + users × depth).
 */
export async function liveVariables(
  tree: ScopeTree,
  chains: ContextChains,
  task: Task,
): Promise<LiveVariables> {
  const { firstVariable } = tree.scopes
  const first = new Uint32Array(chains.node.length + 1)
  chains.scope.forEach((scope, context) => {
    if (scope !== NO_SCOPE) first[context + 1] = firstVariable[scope + 1]! - firstVariable[scope]!
  })
  accumulate(first)
  const live = new BitSet(first.at(-1)!)
  const users = byScope(chains.userScope)
  const used = usedWithin(tree, users)
  // By context: the last scope whose users it was passed for.
  const passed = new Uint32Array(chains.node.length).fill(NO_SCOPE)
  const scopes = [...users.keys()]
  await inSlices(task, scopes.length, (from, to) => {
    for (const scope of scopes.slice(from, to)) {
      const variables = used.get(scope)
      if (!variables) continue
      for (const user of users.get(scope)!) {
        let context = chains.userContext[user]!
        while (context !== NO_CONTEXT && passed[context] !== scope) {
          passed[context] = scope
          const declaring = chains.scope[context]!
          for (const variable of variables.get(declaring) ?? []) {
            live.add(first[context]! + variable - firstVariable[declaring]!)
          }
          context = chains.previous[context]!
        }
      }
    }
  })
  return { first, live }
}

/** The users of each scope that has any. */
function byScope(userScope: Uint32Array): Map<number, number[]> {
  const users = new Map<number, number[]>()
  userScope.forEach((scope, user) => {
    const list = users.get(scope) ?? []
    users.set(scope, list)
    list.push(user)
  })
  return users
}

/** By scope that has users, by declaring scope: the variables that are used in it or in what is inside it. */
function usedWithin(
  { parent, user, usedVariable, scopes }: ScopeTree,
  users: ReadonlyMap<number, unknown>,
): Map<number, Map<number, Set<number>>> {
  const declaring = declaringScopes(scopes.firstVariable)
  const used = new Map<number, Map<number, Set<number>>>()
  usedVariable.forEach((variable, use) => {
    if (variable === NO_SCOPE) return
    for (let scope = user[use]!; scope !== NO_SCOPE; scope = parent[scope]!) {
      if (!users.has(scope)) continue
      const within = used.get(scope) ?? new Map<number, Set<number>>()
      used.set(scope, within)
      const variables = within.get(declaring[variable]!) ?? new Set<number>()
      within.set(declaring[variable]!, variables)
      variables.add(variable)
    }
  })
  return used
}

/** By variable: the scope that declares it. */
function declaringScopes(firstVariable: Uint32Array): Uint32Array {
  const declaring = new Uint32Array(firstVariable.at(-1)!)
  for (let scope = 0; scope + 1 < firstVariable.length; scope++) {
    declaring.fill(scope, firstVariable[scope], firstVariable[scope + 1])
  }
  return declaring
}

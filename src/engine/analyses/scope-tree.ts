import type { Snapshot } from '../model/snapshot.ts'
import type { Scopes } from '../model/traces.ts'

/** No scope. */
export const NO_SCOPE = 0xffff_ffff

/** The scopes of a file as a tree, with look-up by script and id. */
export interface ScopeTree {
  readonly scopes: Scopes
  /** By scope: the one around it; `NO_SCOPE` where it is outermost. */
  readonly parent: Uint32Array
  /** By use: the number of the variable that is used; `NO_SCOPE` where the file describes none such. */
  readonly usedVariable: Uint32Array
  /** By use: the scope that uses it. */
  readonly user: Uint32Array
  find(scriptNode: number, scopeId: number): number
}

/** O(scopes + uses). Depths that jump are taken for those of outermost scopes. */
export function scopeTree(scopes: Scopes): ScopeTree {
  const count = scopes.scopeId.length
  const parent = new Uint32Array(count).fill(NO_SCOPE)
  const byScript = new Map<number, Map<number, number>>()
  let open: number[] = []
  for (let scope = 0; scope < count; scope++) {
    const script = scopes.scriptNode[scope]!
    if (scope === 0 || script !== scopes.scriptNode[scope - 1]) open = []
    const depth = scopes.depth[scope]!
    if (depth > 0 && depth <= open.length) parent[scope] = open[depth - 1]!
    open.length = Math.min(open.length, depth)
    open.push(scope)
    const ids = byScript.get(script) ?? new Map<number, number>()
    byScript.set(script, ids)
    ids.set(scopes.scopeId[scope]!, scope)
  }
  const find = (script: number, id: number): number => byScript.get(script)?.get(id) ?? NO_SCOPE
  return { scopes, parent, find, ...resolveUses(scopes, find) }
}

function resolveUses(
  { scriptNode, firstUse, firstVariable, useScopeId, useSlot }: Scopes,
  find: ScopeTree['find'],
): Pick<ScopeTree, 'usedVariable' | 'user'> {
  const usedVariable = new Uint32Array(useScopeId.length).fill(NO_SCOPE)
  const user = new Uint32Array(useScopeId.length)
  for (let scope = 0; scope < scriptNode.length; scope++) {
    for (let use = firstUse[scope]!; use < firstUse[scope + 1]!; use++) {
      user[use] = scope
      const declaring = find(scriptNode[scope]!, useScopeId[use]!)
      if (declaring === NO_SCOPE) continue
      const variable = firstVariable[declaring]! + useSlot[use]!
      if (variable < firstVariable[declaring + 1]!) usedVariable[use] = variable
    }
  }
  return { usedVariable, user }
}

/** The name of variable `slot` of a scope. */
export function variableName(
  { strings }: Snapshot,
  { variableName: names }: Scopes,
  variable: number,
): string {
  return strings.text(names[variable]!)
}

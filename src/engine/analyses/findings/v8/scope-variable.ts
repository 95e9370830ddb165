import { type Words, words } from '../../../model/words.ts'
import type { WholeHeap } from '../../heap.ts'
import { functionOfScope, NO_FUNCTION } from './function-of-scope.ts'

/** How the list of collections calls a variable that V8 names. */
const VARIABLE = /^system \/ Context\.([^(].*)$/s
const NO_SCOPE = -1

/** A variable that functions close over. */
export interface ScopeVariable {
  /** `recall: known`, by the function through which it is held. */
  readonly owner: string
  /** The same in a sentence. */
  readonly says: Words
}

/**
 * The variable that holds an object, with a function that closes over it: many functions have variables of one name. Null
 * where it is no variable, and where that function has no name. O(retainers on the way).
 * @param owner what holds it, as the list of collections calls it
 */
export function scopeVariable(heap: WholeHeap, node: number, owner: string): ScopeVariable | null {
  const variable = VARIABLE.exec(owner)?.[1]
  const scope = variable === undefined ? NO_SCOPE : scopeOf(heap, node)
  const closure = scope === NO_SCOPE ? NO_FUNCTION : functionOfScope(heap, scope)
  if (variable === undefined || closure === NO_FUNCTION) return null
  const { strings, nodeName } = heap.snapshot
  const name = strings.text(nodeName[closure]!)
  if (name === '' || name.startsWith('system / ')) return null
  return { owner: `${name}: ${variable}`, says: words`the variable ${variable} that ${name} closes over` }
}

/** The scope that holds an object: its dominator, or else the nearest to the root. */
function scopeOf({ ready, table }: WholeHeap, node: number): number {
  const { first, source } = ready.retainers
  const { dominator, distance } = ready.graph
  let found = NO_SCOPE
  for (let i = first[node]!; i < first[node + 1]!; i++) {
    const from = source[i]! >>> 1
    if ((source[i]! & 1) === 0 || !table.classes[table.classOf[from]!]!.name.startsWith('system / Context'))
      continue
    if (from === dominator[node]) return from
    if (found === NO_SCOPE || distance[from]! < distance[found]!) found = from
  }
  return found
}

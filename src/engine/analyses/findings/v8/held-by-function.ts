import { NodeType } from '../../../model/kinds.ts'
import { type Words, words } from '../../../model/words.ts'
import type { WholeHeap } from '../../heap.ts'
import { functionOfScope, NO_FUNCTION } from './function-of-scope.ts'

/** How the list of collections calls a variable that V8 names, and a field of a function or a static one of a class. */
const VARIABLE = /^system \/ Context\.([^(].*)$/s
const FIELD = /^Function(\..+)$/s
const NOBODY = -1

/** What holds something, with the name of a function in it. */
export interface HeldByFunction {
  /** `recall: known` of a variable, `Registry.#all` of a field. */
  readonly owner: string
  /** The same in a sentence. */
  readonly says: Words
}

/**
 * The variable that holds an object with a function that closes over it, or the field of a function or class with its name:
 * many have variables and fields of one name. Null of all else, and where the function has no name. O(retainers on the way).
 * @param owner what holds it, as the list of collections calls it
 */
export function heldByFunction(heap: WholeHeap, node: number, owner: string): HeldByFunction | null {
  const variable = VARIABLE.exec(owner)?.[1]
  if (variable !== undefined) {
    const scope = holderOf(heap, node, (holder) => isScope(heap, holder))
    const name = scope === NOBODY ? null : nameOf(heap, functionOfScope(heap, scope))
    return name === null
      ? null
      : { owner: `${name}: ${variable}`, says: words`the variable ${variable} that ${name} closes over` }
  }
  const field = FIELD.exec(owner)?.[1]
  if (field === undefined) return null
  const name = nameOf(
    heap,
    holderOf(heap, node, (holder) => heap.snapshot.nodeType[holder] === NodeType.closure),
  )
  return name === null ? null : { owner: `${name}${field}`, says: words`${`${name}${field}`}` }
}

function isScope({ table }: WholeHeap, node: number): boolean {
  return table.classes[table.classOf[node]!]!.name.startsWith('system / Context')
}

function nameOf({ snapshot }: WholeHeap, closure: number): string | null {
  if (closure === NO_FUNCTION) return null
  const name = snapshot.strings.text(snapshot.nodeName[closure]!)
  return name === '' || name.startsWith('system / ') ? null : name
}

/** What holds an object, of those wanted: its dominator, or else the nearest to the root. */
function holderOf({ ready }: WholeHeap, node: number, isWanted: (holder: number) => boolean): number {
  const { first, source } = ready.retainers
  const { dominator, distance } = ready.graph
  let found = NOBODY
  for (let i = first[node]!; i < first[node + 1]!; i++) {
    const from = source[i]! >>> 1
    if ((source[i]! & 1) === 0 || !isWanted(from)) continue
    if (from === dominator[node]) return from
    if (found === NOBODY || distance[from]! < distance[found]!) found = from
  }
  return found
}

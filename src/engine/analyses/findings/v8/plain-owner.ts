import { NodeType } from '../../../model/kinds.ts'
import type { WholeHeap } from '../../heap.ts'

const VARIABLE = /^system \/ Context\.([^(].*)$/s
const GLOBAL = /^(?:Window|global)(?: [^.]*)?\.(.+)$/s
/** A symbol, or something the engine names. */
const NOT_WRITTEN = /\.<symbol |\.\(|^\(|^system \//

/**
 * What a person calls an object: `Shop.bus`, the name of a variable, or its class where what holds it has no name that a
 * program would write.
 * @param owner as the lists of collections call it
 */
export function plainOwner({ snapshot, table }: WholeHeap, owner: string, node: number): string {
  // An element lies somewhere in its document: that is no name.
  const isElement = snapshot.nodeType[node] === NodeType.native
  const variable = VARIABLE.exec(owner)?.[1] ?? GLOBAL.exec(owner)?.[1]
  if (variable !== undefined) return variable
  return isElement || NOT_WRITTEN.test(owner) ? table.classes[table.classOf[node]!]!.name : owner
}

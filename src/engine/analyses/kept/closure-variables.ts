import { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { barrierOf } from '../../graph/kept-only.ts'
import { isNameOf, nodesNamed } from '../../graph/named-nodes.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { sourceOf } from '../sources.ts'
import { type Held, HeldGroups } from './held.ts'
import { functionName } from './function-name.ts'

const NONE = 0xffff_ffff

/**
 * The variables of functions that outlive their call, because another function uses them: values that a scope
 * (`system / Context`) alone keeps alive, that is, which it dominates immediately. They are grouped by the variable's
 * name and the first function that has the scope. V8 writes no names for variables of blocks: they have their number.
 * O(nodes + edges out of and into scopes).
 */
export async function closureVariables(heap: CompleteHeap, task: Task): Promise<Held> {
  const { snapshot } = heap
  const { firstEdge, edgeLink, edgeNames, nodeName, strings, locations } = snapshot
  const { dominator } = heap.ready.graph
  const scopes = await nodesNamed(
    snapshot,
    ['system / Context'],
    (name) => isNameOf('system / Context', name),
    task,
  )
  const barrier = new BitSet(snapshot.nodeCount)
  const groups = new HeldGroups(snapshot.nodeCount)
  const visit = (scope: number): void => {
    barrier.add(scope)
    let user = -1
    for (let edge = firstEdge[scope]!; edge < firstEdge[scope + 1]!; edge++) {
      const link = edgeLink[edge]!
      const value = linkTarget(link)
      const type = linkType(link)
      const isVariable = type === EdgeType.context || type === EdgeType.hidden
      if (!isVariable || dominator[value] !== scope || groups.has(value)) continue
      if (user === -1) user = firstUser(heap, scope)
      const variable = edgeNames.at(scope, edge)
      const key = [
        variable,
        type,
        user === NONE ? NONE : nodeName[user]!,
        user === NONE ? 0 : (locations?.place[user] ?? 0),
      ]
      const group = groups.thing(key, () => ({
        name: type === EdgeType.context ? strings.text(variable) : `block variable ${variable}`,
        holder: user === NONE ? '' : functionName(snapshot, user),
        source: user === NONE ? null : sourceOf(snapshot, user),
      }))
      groups.put(value, group)
    }
  }
  await inSlices(task, scopes.length, (from, to) => {
    for (let i = from; i < to; i++) visit(scopes[i]!)
  })
  return groups.held(barrierOf(barrier))
}

/** The first function in the file that refers to a scope; NONE where there is none. */
function firstUser({ snapshot, ready }: CompleteHeap, scope: number): number {
  const { first, source } = ready.retainers!
  for (let i = first[scope]!; i < first[scope + 1]!; i++) {
    if (snapshot.nodeType[source[i]! >>> 1] === NodeType.closure) return source[i]! >>> 1
  }
  return NONE
}

import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'

/**
 * Whether an object is the prototype of a function: it has a property `constructor`, whose value has it as `prototype`,
 * or which is worked out when it is read, as V8 does for functions of its own.
 * V8 keeps their properties in hash tables too. O(edges of the object and of that function).
 */
export function isPrototype(snapshot: Snapshot, node: number): boolean {
  const constructor = propertyOf(snapshot, node, 'constructor')
  if (constructor === -1) return false
  if (snapshot.nodeType[constructor] !== NodeType.closure) return isAccessor(snapshot, constructor)
  return propertyOf(snapshot, constructor, 'prototype') === node
}

function propertyOf(
  { firstEdge, edgeLink, edgeNames, strings }: Snapshot,
  node: number,
  name: string,
): number {
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    const link = edgeLink[edge]!
    if (linkType(link) !== EdgeType.property) continue
    const index = edgeNames.at(node, edge)
    if (strings.byteLength(index) === name.length && strings.text(index) === name) return linkTarget(link)
  }
  return -1
}

function isAccessor({ nodeName, strings }: Snapshot, node: number): boolean {
  return strings.text(nodeName[node]!) === 'system / AccessorPair'
}

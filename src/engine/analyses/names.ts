import { EdgeType, edgeHasIndex, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** Longer joined strings are cut, counted in UTF-16 units: V8 itself cuts strings here. */
export const MAX_NAME = 1024
/** Nodes that are looked at to join a string. */
export const MAX_JOINING_STEPS = MAX_NAME * 4
/** How long the list of properties that stands for a plain object's name may grow. */
const MAX_PROPERTIES = 100

/**
 * A node's name for people: concatenated strings are joined from their parts, a plain object is shown by its
 * properties, taken in turn from the first and the last, `{id, name, …, token}`; all else keeps the file's name.
 * At most 1,024 characters for joined strings. In a redacted heap joined strings have a name of their own. O(edges of the nodes it reads).
 */
export function displayName(snapshot: Snapshot, node: number): string {
  const type = snapshot.nodeType[node]
  if (type === NodeType.concatenatedString && !snapshot.strings.isRedacted)
    return joinedString(snapshot, node)
  const name = snapshot.strings.text(snapshot.nodeName[node]!)
  // Without any edges, `{}` would say that the object is empty.
  if (type === NodeType.object && name === PLAIN && isPlainNamed(snapshot))
    return propertyList(snapshot, node)
  return name
}

/** What V8 calls objects without a class. */
const PLAIN = 'Object'

/** Whether nodes called `PLAIN` are objects without a class: in Python that is a name like any other. O(1). */
export function isPlainNamed({ python, edgeCount }: Snapshot): boolean {
  return python === null && edgeCount > 0
}

/** An edge's name: a text, or the index of an element or a hidden edge. @param source the node it starts at */
export function edgeLabel(snapshot: Snapshot, source: number, edge: number): string | number {
  const name = snapshot.edgeNames.at(source, edge)
  return edgeHasIndex(linkType(snapshot.edgeLink[edge]!)) ? name : snapshot.strings.text(name)
}

/** Writes a property's name so that a list of several stays readable. */
export function propertyText(name: string): string {
  return /[,'"{}]/.test(name) ? JSON.stringify(name) : name
}

function joinedString(snapshot: Snapshot, top: number): string {
  const stack = [top]
  let text = ''
  // A damaged file may hold a ring of strings; every step either adds text or is counted against the limit.
  for (let steps = 0; stack.length > 0 && text.length < MAX_NAME && steps < MAX_JOINING_STEPS; steps++) {
    const node = stack.pop()!
    if (snapshot.nodeType[node] !== NodeType.concatenatedString) {
      text += snapshot.strings.text(snapshot.nodeName[node]!)
      continue
    }
    const parts = stringParts(snapshot, node)
    if (parts.second !== -1) stack.push(parts.second)
    if (parts.first !== -1) stack.push(parts.first)
    if (parts.first === -1 && parts.second === -1) text += snapshot.strings.text(snapshot.nodeName[node]!)
  }
  return text.slice(0, MAX_NAME)
}

function stringParts(snapshot: Snapshot, node: number): { first: number; second: number } {
  const parts = { first: -1, second: -1 }
  for (let edge = snapshot.firstEdge[node]!; edge < snapshot.firstEdge[node + 1]!; edge++) {
    const link = snapshot.edgeLink[edge]!
    if (linkType(link) !== EdgeType.internal) continue
    const name = snapshot.strings.text(snapshot.edgeNames.at(node, edge))
    if (name === 'first') parts.first = linkTarget(link)
    else if (name === 'second') parts.second = linkTarget(link)
  }
  return parts
}

function propertyList(snapshot: Snapshot, node: number): string {
  const head: string[] = []
  const tail: string[] = []
  let length = 2
  let low = snapshot.firstEdge[node]!
  let high = snapshot.firstEdge[node + 1]! - 1
  while (low <= high) {
    const fromEnd = head.length > tail.length
    const property = propertyAt(snapshot, node, fromEnd ? high : low)
    if (property !== null) {
      if (head.length > 0 && length + property.length > MAX_PROPERTIES) break
      const side = fromEnd ? tail : head
      length += property.length + (side.length > 0 ? 2 : 0)
      if (fromEnd) tail.unshift(property)
      else head.push(property)
    }
    if (fromEnd) high--
    else low++
  }
  const cut = low <= high ? ['…'] : []
  return `{${[...head, ...cut, ...tail].join(', ')}}`
}

function propertyAt(snapshot: Snapshot, node: number, edge: number): string | null {
  if (linkType(snapshot.edgeLink[edge]!) !== EdgeType.property) return null
  const name = snapshot.strings.text(snapshot.edgeNames.at(node, edge))
  return name === '__proto__' ? null : propertyText(name)
}

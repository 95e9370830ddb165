import type { ClassInfo, ClassTable } from '../analyses/classes.ts'
import { withoutAttributes } from '../analyses/classes.ts'
import { propertyText } from '../analyses/names.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { labelName, labelType } from '../model/labels.ts'
import type { SourcePosition } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Mask } from './text-rule.ts'
import { urlRule } from './url-rule.ts'

/**
 * Classes under the names that are left of their objects' names, of plain objects under the properties that are left.
 * Their numbers, and so which node is of which, stay. O(nodes + classes).
 * @param before the snapshot that they were made from
 * @param after the redacted one
 */
export function redactedClasses(
  { classes, classOf }: ClassTable,
  before: Snapshot,
  after: Snapshot,
  mask: Mask,
): ClassTable {
  const members = firstMembers(classOf, classes.length)
  const keys = new Set<string>()
  return {
    classOf,
    classes: classes.map((info, index) => {
      const name = className(info, members[index]!, before, after, mask)
      let key = name + info.key.slice(info.name.length)
      // Two of one name would be one to who asks for it.
      for (let copy = 2; keys.has(key); copy++) key = `${name} (${copy})${info.key.slice(info.name.length)}`
      keys.add(key)
      return { ...info, name, key, source: redactedSource(info.source, mask) }
    }),
  }
}

/** By class: its first node, -1 where it has none. */
function firstMembers(classOf: ArrayLike<number>, count: number): Int32Array {
  const members = new Int32Array(count).fill(-1)
  for (let node = classOf.length - 1; node >= 0; node--) members[classOf[node]!] = node
  return members
}

function className(info: ClassInfo, member: number, before: Snapshot, after: Snapshot, mask: Mask): string {
  if (member === -1) return mask(info.name)
  const type = before.nodeType[member]
  if (after.python) return classInPython(info, after, after.python.className[member]!, type)
  // Of all else the type names the class.
  if (type !== NodeType.object && type !== NodeType.native) return info.name
  const own = before.strings.text(before.nodeName[member]!)
  if (own === 'Object' && info.name !== own) return shapeName(info.name, member, before, after, mask)
  return withoutAttributes(after.strings.text(after.nodeName[member]!))
}

/** In Python every object has a class of its own name; only texts are all of one. */
function classInPython(info: ClassInfo, after: Snapshot, name: number, type: number | undefined): string {
  const isFixed = type === NodeType.string || type === NodeType.synthetic
  return isFixed ? info.name : after.strings.text(name)
}

/** `{id, "a, b"}` with each property called as it is in one of the objects. */
function shapeName(name: string, member: number, before: Snapshot, after: Snapshot, mask: Mask): string {
  const left = new Map<string, string>()
  const old = before.edgeNames.labelsOf(member)
  const now = after.edgeNames.labelsOf(member)
  for (let i = 0; i < old.length; i++) {
    if (labelType(old[i]!) !== EdgeType.property) continue
    const text = propertyText(before.strings.text(labelName(old[i]!, [])))
    left.set(text, propertyText(after.strings.text(labelName(now[i]!, []))))
  }
  const properties = propertiesOf(name.slice(1, -1))
  return `{${properties.map((text) => left.get(text) ?? mask(text)).join(', ')}}`
}

/** Properties, each with what parts it from the next: texts that have commas or quotes are written as JSON. */
const PROPERTY = /("(?:[^"\\]|\\.)*"|[^,"]*)(?:, |$)/gy

function propertiesOf(list: string): string[] {
  const found = Array.from(list.matchAll(PROPERTY), ([, property]) => property!)
  // At the end nothing is found once more, but for a list that ends with a property of no name.
  return list.endsWith(', ') ? found : found.slice(0, -1)
}

function redactedSource(source: SourcePosition | null, mask: Mask): SourcePosition | null {
  if (source === null || source.url === null) return source
  return { ...source, url: urlRule(source.url, mask) ?? mask(source.url) }
}

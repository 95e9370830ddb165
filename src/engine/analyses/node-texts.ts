import { labelName, labelType } from '../model/labels.ts'
import { EdgeType, edgeHasIndex, NodeType } from '../model/kinds.ts'
import type { EntryTest, TextReader } from '../model/filter-fields.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { stringTest } from '../model/string-search.ts'
import { exactText } from '../model/text-pattern.ts'
import { joinedTest } from './joined-bytes.ts'
import { displayName, isPlainNamed, propertyText } from './names.ts'
import { PLAIN } from './property-lists.ts'

/**
 * Searches of the texts of nodes. Each gives what it would give to decode the text of every node and test that, but looks
 * at each string and each sequence of edge names once, and decodes only where their bytes do not decide.
 */

/** By the name that lists show: joined strings, `{a, b}` for plain objects. */
export function nameReader(snapshot: Snapshot): TextReader {
  const { nodeType, nodeName, strings } = snapshot
  const hasPlain = isPlainNamed(snapshot)
  return (pattern) => {
    const ofString = stringTest(strings, pattern)
    const isObjectName = stringTest(strings, exactText(PLAIN.v8))
    const ofPlainObject = bySequence(snapshot, (node) => pattern.test(displayName(snapshot, node)))
    const ofJoined = joinedTest(snapshot, pattern)
    return (node) => {
      const type = nodeType[node]
      if (type === NodeType.object && hasPlain && isObjectName(nodeName[node]!)) return ofPlainObject(node)
      if (type === NodeType.concatenatedString) return ofJoined(node)
      return ofString(nodeName[node]!)
    }
  }
}

const IS_STRING = Uint8Array.from({ length: 256 }, (_, type) =>
  type === NodeType.string || type === NodeType.concatenatedString || type === NodeType.slicedString ? 1 : 0,
)

/** By the text of strings, as far as the file has it; nothing else passes. */
export function valueReader(snapshot: Snapshot): TextReader {
  const { nodeType } = snapshot
  const ofName = nameReader(snapshot)
  return (pattern) => {
    const test = ofName(pattern)
    return (node) => IS_STRING[nodeType[node]!] === 1 && test(node)
  }
}

/** By the names of edges out of the node, without the indexes of elements and hidden edges. */
export function edgeNameReader(snapshot: Snapshot): TextReader {
  const { strings, edgeNames, firstEdge } = snapshot
  const { wide } = edgeNames.columns
  return (pattern) => {
    const ofString = stringTest(strings, pattern)
    const ofNode = bySequence(snapshot, (node) =>
      edgeNames.labelsOf(node).some((label) => {
        // Names that do not fit into labels are indexes.
        const type = labelType(label)
        return type < snapshot.edgeTypeNames.length && !edgeHasIndex(type) && ofString(labelName(label, wide))
      }),
    )
    return (node) => firstEdge[node + 1]! > firstEdge[node]! && ofNode(node)
  }
}

/** By the whole list of the properties of a plain object, `{a, b, c}`, in their order; nothing else passes. */
export function shapeReader(snapshot: Snapshot): TextReader {
  const { nodeType, strings, edgeCount, python } = snapshot
  const nodeName = python?.className ?? snapshot.nodeName
  return (pattern) => {
    const isObjectName = stringTest(strings, exactText(python ? PLAIN.python : PLAIN.v8))
    const ofPlainObject = bySequence(snapshot, (node) => pattern.test(propertiesOf(snapshot, node)))
    return (node) =>
      nodeType[node] === NodeType.object &&
      edgeCount > 0 &&
      isObjectName(nodeName[node]!) &&
      ofPlainObject(node)
  }
}

/** All properties of an object as the text of its shape. */
export function propertiesOf({ edgeNames, strings }: Snapshot, node: number): string {
  const properties: string[] = []
  for (const label of edgeNames.labelsOf(node)) {
    if (labelType(label) !== EdgeType.property) continue
    const name = strings.text(labelName(label, edgeNames.columns.wide))
    if (name !== '__proto__') properties.push(propertyText(name))
  }
  return `{${properties.join(', ')}}`
}

/** Remembers the answer for all nodes whose edges have the same names and types. */
function bySequence({ edgeNames }: Snapshot, test: EntryTest): EntryTest {
  /** By sequence: 0 not looked at yet, 1 no, 2 yes. */
  const known = new Uint8Array(edgeNames.count)
  return (node) => {
    const sequence = edgeNames.sequenceOf(node)
    if (known[sequence] === 0) known[sequence] = test(node) ? 2 : 1
    return known[sequence] === 2
  }
}

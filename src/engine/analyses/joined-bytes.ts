import { decodeJsonText } from '../model/json-text.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { byteJudge, hasSpecial, stringTest } from '../model/string-search.ts'
import { exactText, type TextPattern } from '../model/text-pattern.ts'
import { displayName, MAX_JOINING_STEPS, MAX_NAME } from './names.ts'

/**
 * A test of concatenated strings by the text that `displayName` gives them, made on the undecoded bytes of their parts
 * wherever these decide.
 */
export function joinedTest(snapshot: Snapshot, pattern: TextPattern): (node: number) => boolean {
  const judge = byteJudge(pattern)
  const gather = partGatherer(snapshot)
  return (node) => {
    const bytes = gather(node)
    // Only where all are plain is a character a byte, and does nothing come of two parts that neither of them is.
    if (bytes === -1 || hasSpecial(joined, 0, bytes)) return pattern.test(displayName(snapshot, node))
    const length = Math.min(bytes, MAX_NAME)
    const verdict = judge(joined, 0, length)
    return verdict === 'unsure' ? pattern.test(decodeJsonText(joined.subarray(0, length))) : verdict
  }
}

/** Holds the bytes of one joined string at a time. */
let joined = new Uint8Array(2 * MAX_NAME)

/** Puts the bytes of a string's parts into `joined` and returns how many they are; -1 where a part has no bytes. */
function partGatherer({ nodeType, nodeName, firstEdge, edgeLink, edgeNames, strings }: Snapshot) {
  const { blocks, block, start, length: lengths } = strings.columns
  const isFirst = stringTest(strings, exactText('first'))
  const isSecond = stringTest(strings, exactText('second'))
  const stack: number[] = []
  /** Puts the parts of a string on the stack, the first on top; whether there were any. */
  const pushParts = (node: number): boolean => {
    if (strings.isRedacted) return false
    let first = -1
    let second = -1
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const link = edgeLink[edge]!
      if (linkType(link) !== EdgeType.internal) continue
      const name = edgeNames.at(node, edge)
      if (isFirst(name)) first = linkTarget(link)
      else if (isSecond(name)) second = linkTarget(link)
    }
    if (second !== -1) stack.push(second)
    if (first !== -1) stack.push(first)
    return first !== -1 || second !== -1
  }
  return (top: number): number => {
    stack.length = 0
    stack.push(top)
    let length = 0
    for (let steps = 0; stack.length > 0 && length < MAX_NAME && steps < MAX_JOINING_STEPS; steps++) {
      const node = stack.pop()!
      if (nodeType[node] === NodeType.concatenatedString && pushParts(node)) continue
      const name = nodeName[node]!
      if (name >= strings.fileCount) return -1
      const from = start[name]!
      const bytes = blocks[block[name]!]!
      const more = lengths[name]!
      if (length + more > joined.length) joined = enlarged(joined, length + more)
      for (let i = 0; i < more; i++) joined[length + i] = bytes[from + i]!
      length += more
    }
    return length
  }
}

function enlarged(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * length)
  larger.set(bytes)
  return larger
}

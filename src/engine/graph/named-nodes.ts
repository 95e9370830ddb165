import type { Task } from '../base/task.ts'
import { NodeType } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { inSlices } from './in-slices.ts'

const UNKNOWN = 0
const NO = 1
const YES = 2

/** By number of a type. */
const IS_TEXT = new Uint8Array(256)
IS_TEXT[NodeType.string] = 1
IS_TEXT[NodeType.concatenatedString] = 1
IS_TEXT[NodeType.slicedString] = 1
IS_TEXT[NodeType.symbol] = 1

/**
 * The nodes whose name passes a test, ascending. Strings and symbols are never among them: their names are what the
 * program wrote. Each name is decoded once at most, and only where it begins like one of `beginnings`.
 * @param beginnings ASCII texts, of which the first character is looked at first
 * O(nodes + characters of the names looked at).
 */
export async function nodesNamed(
  snapshot: Snapshot,
  beginnings: readonly string[],
  passes: (name: string) => boolean,
  task: Task,
): Promise<Uint32Array> {
  const { nodeCount, nodeType, nodeName, strings } = snapshot
  const bytes = new Set(beginnings.map((text) => text.charCodeAt(0)))
  const verdict = new Uint8Array(strings.count)
  const judge = (name: number): number => {
    const mayBe = name >= strings.fileCount || bytes.has(strings.firstByte(name))
    return (verdict[name] = mayBe && passes(strings.text(name)) ? YES : NO)
  }
  const found: number[] = []
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      const name = nodeName[node]!
      if (verdict[name] === NO || IS_TEXT[nodeType[node]!] === 1) continue
      if ((verdict[name] === UNKNOWN ? judge(name) : YES) === YES) found.push(node)
    }
  })
  return Uint32Array.from(found)
}

/** Whether a name is `base`, or `base` with a text behind it that tells where it belongs: `system / Context / …`. */
export function isNameOf(base: string, name: string): boolean {
  return name === base || name.startsWith(`${base} / `)
}

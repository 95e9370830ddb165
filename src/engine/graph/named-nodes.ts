import type { Task } from '../base/task.ts'
import { NodeType } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { StringTable } from '../model/string-table.ts'
import { inSlices } from './in-slices.ts'

const BACKSLASH = 0x5c

/** By number of a type. */
const IS_TEXT = new Uint8Array(256)
IS_TEXT[NodeType.string] = 1
IS_TEXT[NodeType.concatenatedString] = 1
IS_TEXT[NodeType.slicedString] = 1
IS_TEXT[NodeType.symbol] = 1

/**
 * The nodes whose name passes a test, ascending. Strings and symbols are never among them: their names are what the
 * program wrote. The file's strings are looked at first, each once, and the nodes only where one passes.
 * @param beginnings ASCII texts: only what begins like one of them is decoded
 * O(strings + nodes + characters of the strings decoded).
 */
export async function nodesNamed(
  snapshot: Snapshot,
  beginnings: readonly string[],
  passes: (name: string) => boolean,
  task: Task,
): Promise<Uint32Array> {
  const { nodeCount, nodeType, nodeName, strings } = snapshot
  const isName = new Uint8Array(strings.count)
  let names = 0
  await inSlices(task, strings.count, (from, to) => {
    for (let index = from; index < to; index++) {
      if (!mayBegin(strings, index, beginnings) || !passes(strings.text(index))) continue
      isName[index] = 1
      names++
    }
  })
  const found: number[] = []
  if (names === 0) return Uint32Array.from(found)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (isName[nodeName[node]!] === 1 && IS_TEXT[nodeType[node]!] === 0) found.push(node)
    }
  })
  return Uint32Array.from(found)
}

/** Whether a string begins like one of some ASCII texts, as far as that can be told without decoding it. */
function mayBegin(strings: StringTable, index: number, beginnings: readonly string[]): boolean {
  if (index >= strings.fileCount) return true
  const { blocks, block, start, length } = strings.columns
  const bytes = blocks[block[index]!]!
  const from = start[index]!
  return beginnings.some((text) => {
    if (length[index]! < text.length) return false
    for (let i = 0; i < text.length; i++) {
      const byte = bytes[from + i]!
      if (byte !== text.charCodeAt(i)) return byte === BACKSLASH
    }
    return true
  })
}

/** Whether a name is `base`, or `base` with a text behind it that tells where it belongs: `system / Context / …`. */
export function isNameOf(base: string, name: string): boolean {
  return name === base || name.startsWith(`${base} / `)
}

import { NodeType } from '../model/kinds.ts'
import { linkTarget } from '../model/links.ts'
import { keyText } from '../model/path-text.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { StoreReader } from './collections/store-entries.ts'
import { storeWords, tableLayout, wordBytes } from './collections/store-layout.ts'

/**
 * How a program reaches what the table of a Map or Set refers to: `.get("user-1")`, `.get(…)` where the key is no text,
 * `.keys()`, `.values()` of a Set; undefined where the table is laid out otherwise, as that of a WeakMap.
 * O(1) but for the first of a heap.
 */
export function tableReference(snapshot: Snapshot, table: number, edge: number): string | undefined {
  const { selfSize, firstEdge, edgeLink, nodeType, nodeName, strings } = snapshot
  const word = wordBytes(snapshot)
  const words = word === null ? -1 : storeWords(selfSize[table]!, word)
  const found = words === -1 ? null : tableLayout(words)
  if (!found || found.kind === 'weak') return undefined
  const reader = new StoreReader(snapshot)
  const { start, capacity, entryWords, usedWords } = found.layout
  const at = reader.wordOf(table, edge) - start
  if (at < 0 || at >= capacity * entryWords || at % entryWords >= usedWords) return undefined
  if (found.kind === 'Set') return '.values()'
  if (at % entryWords === 0) return '.keys()'
  // V8 lists words in their order: a key stands right before its value.
  const isKey = edge > firstEdge[table]! && reader.wordOf(table, edge - 1) === start + at - 1
  const key = isKey ? linkTarget(edgeLink[edge - 1]!) : -1
  return key !== -1 && nodeType[key] === NodeType.string
    ? `.get(${keyText(strings.text(nodeName[key]!))})`
    : '.get(…)'
}

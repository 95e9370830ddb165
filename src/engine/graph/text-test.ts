import type { StringTable } from '../model/string-table.ts'

const BACKSLASH = 0x5c

/**
 * Whether a string, by its index, has one of a few texts. Each string is decoded once at most, and only where it begins
 * as one of them may: 1 byte a string of the heap.
 */
export function textTest(strings: StringTable, texts: ReadonlySet<string>): (index: number) => boolean {
  const known = new Uint8Array(strings.count)
  const mayBegin = firstBytes(texts)
  const isOne = (index: number): boolean =>
    (index >= strings.fileCount || mayBegin.has(strings.firstByte(index))) && texts.has(strings.text(index))
  return (index) => {
    if (known[index] === 0) known[index] = isOne(index) ? 2 : 1
    return known[index] === 2
  }
}

/** How the file may begin to write one of these texts: also with an escape. -1 stands for the empty text. */
function firstBytes(texts: ReadonlySet<string>): ReadonlySet<number> {
  const encoder = new TextEncoder()
  return new Set([BACKSLASH, ...Array.from(texts, (text) => encoder.encode(text)[0] ?? -1)])
}

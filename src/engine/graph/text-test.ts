import type { StringTable } from '../model/string-table.ts'

/**
 * Whether a string, by its index, has one of a few texts. Each string is decoded once at most: 1 byte a string of the
 * heap.
 */
export function textTest(strings: StringTable, texts: ReadonlySet<string>): (index: number) => boolean {
  const known = new Uint8Array(strings.count)
  return (index) => {
    if (known[index] === 0) known[index] = texts.has(strings.text(index)) ? 2 : 1
    return known[index] === 2
  }
}

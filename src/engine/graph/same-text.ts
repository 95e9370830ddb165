import type { StringTable } from '../model/string-table.ts'

/**
 * The file's strings that have exactly these texts; a file may hold one text under several indexes.
 * The texts must be ASCII without characters that JSON escapes.
 * @returns for each text the set of its string indexes. O(strings).
 */
export function stringsWithText(strings: StringTable, texts: readonly string[]): Set<number>[] {
  const found = texts.map(() => new Set<number>())
  const firstBytes = texts.map((text) => text.charCodeAt(0))
  for (let index = 0; index < strings.fileCount; index++) {
    const length = strings.byteLength(index)
    for (let k = 0; k < texts.length; k++) {
      const mayBe = length === texts[k]!.length && strings.firstByte(index) === firstBytes[k]
      if (mayBe && strings.text(index) === texts[k]) {
        found[k]!.add(index)
      }
    }
  }
  return found
}

import type { Task } from '../base/task.ts'
import type { StringTable } from '../model/string-table.ts'
import { inSlices } from './in-slices.ts'

/**
 * The file's strings that have exactly these texts; a file may hold one text under several indexes.
 * The texts must be ASCII without characters that JSON escapes.
 * @returns for each text the set of its string indexes. O(strings).
 */
export async function stringsWithText(
  strings: StringTable,
  texts: readonly string[],
  task: Task,
): Promise<Set<number>[]> {
  const found = texts.map(() => new Set<number>())
  const isLength = new Uint8Array(Math.max(0, ...texts.map((text) => text.length)) + 1)
  for (const text of texts) isLength[text.length] = 1
  const { length } = strings.columns
  await inSlices(task, strings.fileCount, (from, to) => {
    for (let index = from; index < to; index++) {
      // Few have one of these lengths; longer ones read undefined.
      if (isLength[length[index]!] === 1) keepEqual(strings, texts, found, index)
    }
  })
  return found
}

function keepEqual(
  strings: StringTable,
  texts: readonly string[],
  found: readonly Set<number>[],
  index: number,
): void {
  const length = strings.byteLength(index)
  const firstByte = strings.firstByte(index)
  for (let k = 0; k < texts.length; k++) {
    const text = texts[k]!
    const mayBe = text.length === length && text.charCodeAt(0) === firstByte
    if (mayBe && strings.text(index) === text) found[k]!.add(index)
  }
}

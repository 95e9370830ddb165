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
  await inSlices(task, strings.fileCount, (from, to) => {
    for (const [k, text] of texts.entries()) {
      addEqual(strings, text, found[k]!, from, to)
    }
  })
  return found
}

function addEqual(strings: StringTable, text: string, found: Set<number>, from: number, to: number): void {
  const firstByte = text.charCodeAt(0)
  for (let index = from; index < to; index++) {
    const mayBe = strings.byteLength(index) === text.length && strings.firstByte(index) === firstByte
    if (mayBe && strings.text(index) === text) {
      found.add(index)
    }
  }
}

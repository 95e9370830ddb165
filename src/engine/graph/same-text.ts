import type { Task } from '../base/task.ts'
import type { StringTable } from '../model/string-table.ts'
import { inSlices } from './in-slices.ts'
import { accumulate } from './retainers.ts'

/** No name that is looked for is longer, in bytes. */
const LONGEST = 63

/** The file's short strings by their length: those of `n` bytes are `index[first[n]]` to `index[first[n + 1] - 1]`. */
interface ShortStrings {
  readonly first: Uint32Array
  readonly index: Uint32Array
}

/** Of each file's strings, once somebody has looked for one: names are looked for by the dozen. */
const SHORT = new WeakMap<StringTable, ShortStrings>()

/**
 * The file's strings that have exactly these texts; a file may hold one text under several indexes.
 * The texts must be ASCII without characters that JSON escapes, of 63 characters at the most.
 * @returns for each text the set of its string indexes, ascending. O(strings) the first time, then O(strings of these
 *   lengths).
 */
export async function stringsWithText(
  strings: StringTable,
  texts: readonly string[],
  task: Task,
): Promise<Set<number>[]> {
  const { first, index } = SHORT.get(strings) ?? (await sortShort(strings, task))
  return texts.map((text) => {
    if (text.length > LONGEST) throw new RangeError(`Looked for a longer text than ${LONGEST} characters.`)
    const found = new Set<number>()
    for (let i = first[text.length]!, end = first[text.length + 1]!; i < end; i++) {
      if (reads(strings, index[i]!, text)) found.add(index[i]!)
    }
    return found
  })
}

/** Whether a string has exactly this text. @param text of as many characters as the string has bytes */
function reads({ columns: { blocks, block, start } }: StringTable, index: number, text: string): boolean {
  const bytes = blocks[block[index]!]!
  const from = start[index]!
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false
  return true
}

async function sortShort(strings: StringTable, task: Task): Promise<ShortStrings> {
  const { length } = strings.columns
  const { fileCount } = strings
  const first = new Uint32Array(LONGEST + 2)
  await inSlices(task, fileCount, (from, to) => {
    for (let index = from; index < to; index++) if (length[index]! <= LONGEST) first[length[index]!]!++
  })
  accumulate(first)
  const index = new Uint32Array(first.at(-1)!)
  // Downward, since stretches are filled from their ends.
  await inSlices(task, fileCount, (from, to) => {
    for (let at = fileCount - 1 - from; at > fileCount - 1 - to; at--) {
      if (length[at]! <= LONGEST) index[--first[length[at]!]!] = at
    }
  })
  const short = { first, index }
  SHORT.set(strings, short)
  return short
}

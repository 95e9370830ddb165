import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'

/** No line of a series or a report is longer. */
const LONGEST_LINE = 1 << 20
/** Characters between two chances to cancel. */
const SLICE = 1 << 16

/** A text that holds more of something than memory should be given for. */
export function tooMany(most: number, what: string): HeapError {
  return new HeapError(
    'bad-text',
    `This file holds more than ${most.toLocaleString('en-US')} ${what}, more than fits; record for less time, or less often.`,
  )
}

/**
 * Calls `take` with each line of a text, without its end, as the bytes come.
 * @param take its second argument counts from 1, its third is whether the file has an end of line behind it
 * @returns bytes read
 * @throws HeapError `bad-text` where a line has no end for a megabyte
 */
export async function readLines(
  chunks: AsyncIterable<Uint8Array>,
  size: number | null,
  task: Task,
  take: (line: string, number: number, isWhole: boolean) => void,
): Promise<number> {
  task.begin('read', size ?? 0)
  const decoder = new TextDecoder()
  let bytes = 0
  let rest = ''
  let number = 0
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += SLICE) {
      const slice = chunk.subarray(from, from + SLICE)
      bytes += slice.length
      const lines = (rest + decoder.decode(slice, { stream: true })).split('\n')
      rest = lines.pop()!
      for (const line of lines) take(line.endsWith('\r') ? line.slice(0, -1) : line, ++number, true)
      if (rest.length > LONGEST_LINE) {
        throw new HeapError(
          'bad-text',
          `Line ${number + 1} has no end within ${LONGEST_LINE} characters; this is no text of samples.`,
          {
            section: 'text',
            byte: bytes,
          },
        )
      }
      const wait = task.tick(bytes)
      if (wait) await wait
    }
  }
  rest += decoder.decode()
  if (rest !== '') take(rest, ++number, false)
  return bytes
}

/** The lines of a file that were not understood, as one sentence, or none. */
export class BadLines {
  #count = 0
  #first = 0
  #cut = false

  add(number: number, isWhole: boolean): void {
    if (!isWhole) {
      this.#cut = true
      return
    }
    if (this.#count++ === 0) this.#first = number
  }

  notes(): string[] {
    const many =
      this.#count === 1
        ? `Line ${this.#first} could not be read and is left out.`
        : `${this.#count} lines could not be read and are left out, the first of them line ${this.#first}.`
    return [
      ...(this.#count > 0 ? [many] : []),
      ...(this.#cut ? ['The last line is cut off and left out.'] : []),
    ]
  }
}

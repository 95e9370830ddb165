import { Buffer } from 'node:buffer'
import { CallError } from './call-error.ts'
import type { Answer, Said } from './tool.ts'

/** What an answer takes on its way, in bytes: its text, and its data as JSON. */
export function sizeOf({ text, data }: Said<unknown>): number {
  return Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(data))
}

/**
 * The answer with as many of its rows as fit into `most` bytes. O(log rows) answers are made.
 * @throws CallError where not one row fits
 */
export function fit<Data>({ rows, say }: Answer<Data>, most: number): Said<Data> {
  const all = say(rows)
  if (sizeOf(all) <= most) return all
  let fits = 0
  let tooMany = rows
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1
    if (sizeOf(say(middle)) <= most) fits = middle
    else tooMany = middle
  }
  if (fits === 0) {
    throw new CallError(
      `The answer is larger than the ${most} bytes that are allowed; ask for less, or start heapscope mcp with a larger --max-answer.`,
    )
  }
  return say(fits)
}

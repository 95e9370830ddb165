import { HeapError, type TextSpan } from '../base/error.ts'

/**
 * @param text the whole filter
 * @param reason goes on after a colon and ends with a full stop
 */
export function filterError(text: string, at: TextSpan, reason: string): HeapError {
  // People count characters, not UTF-16 units.
  const character = Array.from(text.slice(0, at.start)).length + 1
  return new HeapError('bad-filter', `The filter is wrong at character ${character}: ${reason}`, at)
}

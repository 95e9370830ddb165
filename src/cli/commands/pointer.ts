import type { HeapError } from '#engine/base/error.ts'
import { formatName } from '../text.ts'

/** The expression with a mark below what is wrong in it, where both fit on a line. */
export function pointer(expression: string, { at }: HeapError): string {
  if (!at || expression.length > 100 || formatName(expression) !== expression) return ''
  return `\n  ${expression}\n  ${' '.repeat(at.start)}${'^'.repeat(Math.max(1, at.end - at.start))}`
}

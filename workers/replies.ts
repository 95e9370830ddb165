import { HeapError } from '#engine/base/error.ts'
import type { Reply } from '#protocol/worker.ts'

/** The outcome of work: its value, or what went wrong. Nothing is thrown across. */
export async function reply<Value>(work: () => Value | Promise<Value>): Promise<Reply<Value>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return failure(error)
  }
}

/** What went wrong, for people. The engine's own errors pass unchanged; the browser's are put into words. */
export function failure(error: unknown): Reply<never> & { readonly ok: false } {
  if (error instanceof HeapError) {
    const { code, message, place, at } = error
    return { ok: false, code, message, ...(place && { place }), ...(at && { at }) }
  }
  const text = error instanceof Error ? error.message : String(error)
  if (error instanceof RangeError && /alloc|memory|invalid (array|typed)|too large/i.test(text)) {
    return {
      ok: false,
      code: 'out-of-memory',
      message:
        'This capture needs more memory than the browser gives one tab: close other tabs, or analyze it with the command line.',
    }
  }
  if (error instanceof DOMException && /NotReadable|NotFound/.test(error.name)) {
    return {
      ok: false,
      code: 'unreadable',
      message:
        'The file cannot be read any more: it was moved, changed or deleted after it was chosen. Choose it again.',
    }
  }
  return {
    ok: false,
    code: 'unreadable',
    message: `The analysis stopped on a fault of its own (${text}): please report it with the kind of capture it was.`,
  }
}

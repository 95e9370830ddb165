import { HeapError } from '#engine/base/error.ts'
import type { Reply } from './worker.ts'

/** What a reply says: its value, or its failure as the error it was on the other side. */
export function valueOf<Value>(reply: Reply<Value>): Value {
  if (reply.ok) return reply.value
  throw new HeapError(reply.code, reply.message, reply.place ?? reply.at)
}

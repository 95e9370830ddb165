/** A call that cannot be answered. `message` is one sentence, or two, that say what is wrong and what to do. */
export class CallError extends Error {
  override readonly name = 'CallError'
}

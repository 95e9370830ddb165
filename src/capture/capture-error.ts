/** A capture that did not come about. `message` is one sentence: what went wrong, with which process, and what to do. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError'
}

/** What was asked for names no target, or not which of several. `message` is one sentence. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
}

/** A capture that did not come about. `message` is one sentence: what went wrong, with which process, and what to do. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError'
}

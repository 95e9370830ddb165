import type { ProblemCode } from '#protocol/share-api.ts'

/** Why a share could not be made, opened or deleted. The codes are stable. */
export type ShareErrorCode =
  | ProblemCode
  /** The address is no link to a share, or its key is incomplete. */
  | 'bad-link'
  /** The key is not the one it was sealed with. */
  | 'wrong-key'
  /** It ends before its end. */
  | 'cut-off'
  /** Nothing answers at the server's address. */
  | 'offline'
  /** What answers there is no sharing server. */
  | 'no-server'
  /** The user ended it. */
  | 'cancelled'
  /** A later version made it. */
  | 'too-new'

/** `message` is one sentence for people: what is wrong, where, and what to do. */
export class ShareError extends Error {
  override readonly name = 'ShareError'
  readonly code: ShareErrorCode
  /** Seconds after which the server asks to try again. */
  readonly retryAfter: number | undefined

  constructor(code: ShareErrorCode, message: string, retryAfter?: number) {
    super(message)
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** Whether it may work a moment later. */
export function isPassing({ code }: ShareError): boolean {
  return code === 'offline' || code === 'unavailable' || code === 'too-many'
}

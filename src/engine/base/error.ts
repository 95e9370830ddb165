/** Why an operation on a heap could not be done. The codes are stable: programs may test for them. */
export type HeapErrorCode =
  | 'empty'
  | 'not-json'
  | 'not-a-snapshot'
  | 'bad-meta'
  | 'cut-off'
  | 'bad-number'
  | 'bad-edge'
  | 'bad-string'
  | 'bad-gzip'
  | 'bad-container'
  | 'bad-pickle'
  | 'bad-text'
  | 'too-new'
  | 'too-big'
  | 'out-of-memory'
  | 'unreadable'
  | 'cancelled'
  | 'not-found'
  | 'bad-filter'
  | 'not-ready'
  | 'no-references'

/** Where in the input something is wrong: the section's name in the file and the byte offset after decompression. */
export interface Place {
  readonly section: string
  readonly byte: number
}

/** Characters `start` to `end` (exclusive) of a text that a person typed, in UTF-16 units. */
export interface TextSpan {
  readonly start: number
  readonly end: number
}

/**
 * The one error the engine throws on purpose. `message` is one sentence for people that says what is wrong, where,
 * and what to do.
 */
export class HeapError extends Error {
  override readonly name = 'HeapError'
  readonly code: HeapErrorCode
  readonly place: Place | undefined
  /** Which characters of a filter are wrong. */
  readonly at: TextSpan | undefined

  constructor(code: HeapErrorCode, message: string, where?: Place | TextSpan) {
    super(message)
    this.code = code
    this.place = where && 'byte' in where ? where : undefined
    this.at = where && 'end' in where ? where : undefined
  }
}

import type { TextSpan } from '../base/error.ts'
import { filterError } from './filter-error.ts'
import type { PlacedText } from './filter.ts'

const SPACE = /\s/
/** Sticky: a regular expression of this language from its first slash to its flags, brackets read as classes. */
const REGEX = /\/((?:[^\\/[]|\\.|\[(?:[^\\\]]|\\.)*\]|\/(?![dgimsuvy]*(?:\s|$)))+)\/([dgimsuvy]*)(?=\s|$)/sy
/** The same where brackets do not pair: then the expression is wrong, and the message should be about that. */
const LOOSE_REGEX = /\/((?:[^\\/]|\\.|\/(?![dgimsuvy]*(?:\s|$)))+)\/([dgimsuvy]*)(?=\s|$)/sy

export interface ScannedRegex {
  readonly source: string
  readonly flags: string
  readonly at: TextSpan
}

/** Reads a filter's text from left to right. */
export class Scanner {
  readonly text: string
  at = 0

  constructor(text: string) {
    this.text = text
  }

  skipSpace(): void {
    while (this.at < this.text.length && SPACE.test(this.text[this.at]!)) this.at++
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length
  }

  /** Whether a space or the end comes next. */
  get isBetweenWords(): boolean {
    return this.isAtEnd || SPACE.test(this.text[this.at]!)
  }

  /** Takes `token` where it comes next. */
  take(token: string): boolean {
    if (!this.text.startsWith(token, this.at)) return false
    this.at += token.length
    return true
  }

  /** Takes `token` where it comes next and stands alone. */
  takeAlone(token: string): boolean {
    const start = this.at
    if (this.take(token) && this.isBetweenWords) return true
    this.at = start
    return false
  }

  /** Takes a name and the colon behind it. */
  takeFieldName(isKnown: (name: string) => boolean): PlacedText | null {
    const match = /^([a-z]+):/.exec(this.text.slice(this.at, this.at + 40))
    if (!match || !isKnown(match[1]!)) return null
    const start = this.at
    this.at += match[0].length
    return { text: match[1]!, at: { start, end: this.at } }
  }

  /** Everything up to the next space. */
  takeWord(): PlacedText {
    const start = this.at
    while (!this.isBetweenWords) this.at++
    return { text: this.text.slice(start, this.at), at: { start, end: this.at } }
  }

  /** A text in quotes, where one comes next. @throws HeapError `bad-filter` where it does not end */
  takeQuoted(): PlacedText | null {
    const start = this.at
    if (!this.take('"')) return null
    let text = ''
    for (;;) {
      const character = this.text[this.at++]
      if (character === undefined) {
        this.at = this.text.length
        throw filterError(
          this.text,
          { start, end: this.at },
          'this quotation mark has no other that ends it.',
        )
      }
      if (character === '"') break
      const escaped = character === '\\' && /["\\]/.test(this.text[this.at] ?? '')
      text += escaped ? this.text[this.at++]! : character
    }
    const end = this.at
    if (!this.isBetweenWords) {
      throw filterError(
        this.text,
        { start: end, end: end + 1 },
        'a space is missing after the quotation mark.',
      )
    }
    return { text, at: { start, end } }
  }

  /** `/source/flags`, where one comes next. A slash before a space, as in `system / Context`, begins none. */
  takeRegex(): ScannedRegex | null {
    if (this.text[this.at] !== '/' || SPACE.test(this.text[this.at + 1] ?? ' ')) return null
    const match = this.#match(REGEX) ?? this.#match(LOOSE_REGEX)
    if (!match) return null
    const start = this.at
    this.at += match[0].length
    return { source: match[1]!, flags: match[2]!, at: { start, end: this.at } }
  }

  #match(regex: RegExp): RegExpExecArray | null {
    regex.lastIndex = this.at
    return regex.exec(this.text)
  }
}

import { HeapError } from '../../base/error.ts'
import { shownName } from '../../base/shown-name.ts'
import { Byte, isSpace, type SectionReader, showByte } from './section.ts'

/** Decides who reads the value of a top-level key that ends at `byte`. */
export type SectionChooser = (key: string, byte: number) => SectionReader

const State = {
  start: 0,
  firstKey: 1,
  key: 2,
  inKey: 3,
  colon: 4,
  beforeValue: 5,
  value: 6,
  afterValue: 7,
  end: 8,
} as const

/** What may stand there in each state, for messages. */
const EXPECTED: Readonly<Record<number, string>> = {
  [State.start]: 'an opening brace',
  [State.firstKey]: 'a section’s name in quotes',
  [State.key]: 'a section’s name in quotes',
  [State.colon]: 'a colon',
  [State.afterValue]: 'a comma or the closing brace',
}

/** White space before the first byte that matters; more than this is no capture. */
const MAX_LEADING_SPACE = 1 << 16
const MAX_KEY_BYTES = 1024
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

/**
 * Splits a JSON object that arrives in pieces into its top-level sections and lets each be read by its own reader.
 */
export class JsonDocument {
  readonly #choose: SectionChooser
  readonly #key: number[] = []
  #state: number = State.start
  #section: SectionReader | undefined
  #sectionName = ''
  #offset = 0

  constructor(choose: SectionChooser) {
    this.#choose = choose
  }

  /** A document of which others have read everything before `offset`, where a section's value has just ended. */
  static afterValue(offset: number, choose: SectionChooser): JsonDocument {
    const document = new JsonDocument(choose)
    document.#offset = offset
    document.#state = State.afterValue
    return document
  }

  /** How many bytes there were. */
  get bytes(): number {
    return this.#offset
  }

  /** Whether the next byte, unless it is white space, is the first of a section's value. */
  get awaitsValue(): boolean {
    return this.#state === State.beforeValue
  }

  /** Takes the next piece. @throws HeapError `not-json` and whatever the sections throw */
  push(bytes: Uint8Array): void {
    const to = bytes.length
    let i = 0
    while (i < to) {
      if (this.#state === State.value) {
        const end = this.#section!.read(bytes, i, to, this.#offset)
        if (end === -1) break
        i = end
        this.#state = State.afterValue
      } else if (this.#state !== State.inKey && isSpace(bytes[i]!)) {
        i = this.#skipSpace(bytes, i)
      } else {
        this.#step(bytes[i]!, this.#offset + i)
        // The first byte of a value belongs to its section.
        if (this.#state !== State.value) i++
      }
    }
    this.#offset += to
  }

  /** The next bytes stand at `offset`; others have read what lies between. */
  jump(offset: number): void {
    this.#offset = offset
  }

  /** Says that there are no more bytes. @throws HeapError `empty` or `cut-off` */
  end(): void {
    const byte = this.#offset
    if (this.#state === State.end) return
    if (this.#state === State.start) {
      throw new HeapError(
        'empty',
        `The file is ${byte === 0 ? 'empty' : 'only white space'}; the capture was not written, take it again.`,
        {
          section: '',
          byte,
        },
      )
    }
    const section = this.#sectionName
    const where =
      section === ''
        ? 'before its first section'
        : `${this.#state === State.value ? 'in' : 'after'} section ${shownName(section)}`
    throw new HeapError(
      'cut-off',
      `The file is cut off ${where}, at byte ${byte}: the process died or the disk was full while it was written; capture it again.`,
      { section, byte },
    )
  }

  #step(byte: number, at: number): void {
    if (this.#state === State.inKey) {
      this.#inKey(byte, at)
    } else if (this.#state === State.beforeValue) {
      this.#state = State.value
    } else {
      this.#mark(byte, at)
    }
  }

  #skipSpace(bytes: Uint8Array, from: number): number {
    let i = from
    while (i < bytes.length && isSpace(bytes[i]!)) i++
    if (this.#state === State.start && this.#offset + i > MAX_LEADING_SPACE) {
      throw notJson(`begins with ${this.#offset + i} bytes of white space`, this.#offset + i)
    }
    return i
  }

  #mark(byte: number, at: number): void {
    const state = this.#state
    if (byte === Byte.openBrace && state === State.start) {
      this.#state = State.firstKey
    } else if (byte === Byte.quote && (state === State.firstKey || state === State.key)) {
      this.#state = State.inKey
    } else if (byte === Byte.colon && state === State.colon) {
      this.#state = State.beforeValue
    } else if (byte === Byte.comma && state === State.afterValue) {
      this.#state = State.key
    } else if (byte === Byte.closeBrace && (state === State.afterValue || state === State.firstKey)) {
      this.#state = State.end
    } else if (state === State.end) {
      throw new HeapError(
        'not-json',
        `The capture is whole, but the file goes on with ${showByte(byte)} at byte ${at}; cut it off there, or capture again.`,
        { section: '', byte: at },
      )
    } else if (!(state === State.start && byte === BYTE_ORDER_MARK[at])) {
      throw notJson(
        `has ${showByte(byte)} at byte ${at}, where JSON of a heap snapshot has ${EXPECTED[state]}`,
        at,
      )
    }
  }

  #inKey(byte: number, at: number): void {
    if (byte !== Byte.quote) {
      if (this.#key.length >= MAX_KEY_BYTES)
        throw notJson(`has a section's name of over 1,024 bytes at byte ${at}`, at)
      this.#key.push(byte)
      return
    }
    this.#sectionName = String.fromCharCode(...this.#key)
    this.#key.length = 0
    this.#section = this.#choose(this.#sectionName, at)
    this.#state = State.colon
  }
}

function notJson(what: string, at: number): HeapError {
  return new HeapError('not-json', `This is not a heap snapshot: it ${what}; choose a .heapsnapshot file.`, {
    section: '',
    byte: at,
  })
}

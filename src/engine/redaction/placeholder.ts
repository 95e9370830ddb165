/** What stands for a value: `‹36 characters, value k3f9a2x8qd1m›`. */

/** Without the letters that are read as digits. */
const ALPHABET = new TextEncoder().encode('0123456789abcdefghjkmnpqrstvwxyz')
const CHARACTERS_A_WORD = 6
const BITS_EACH = 5
const WHOLE = /^‹(?:1 character|[\d,]+ characters), value [0-9a-hjkmnp-tv-z]{12}›$/
const OPENING = new TextEncoder().encode('‹')
const ONE = new TextEncoder().encode(' character, value ')
const SEVERAL = new TextEncoder().encode(' characters, value ')
const CLOSING = new TextEncoder().encode('›')
/** Digits that go between two commas. */
const GROUP = 1000
const ZERO = 0x30
const COMMA = 0x2c

/** Writes placeholders into one buffer, as UTF-8: a heap has hundreds of thousands. */
export class PlaceholderWriter {
  /** The one that was written last begins it. */
  readonly bytes = new Uint8Array(96)
  #length = 0

  /**
   * @param length in UTF-16 code units
   * @param hash of which 30 bits of each of the first two words are shown
   * @returns how many bytes it has
   */
  write(length: number, hash: Uint32Array): number {
    this.#length = 0
    this.#put(OPENING)
    this.#putGrouped(length)
    this.#put(length === 1 ? ONE : SEVERAL)
    for (let word = 0; word < 2; word++) {
      for (let shift = 0; shift < BITS_EACH * CHARACTERS_A_WORD; shift += BITS_EACH) {
        this.bytes[this.#length++] = ALPHABET[(hash[word]! >>> shift) & 31]!
      }
    }
    this.#put(CLOSING)
    return this.#length
  }

  #put(text: Uint8Array): void {
    for (let i = 0; i < text.length; i++) this.bytes[this.#length++] = text[i]!
  }

  #putGrouped(value: number): void {
    const rest = value % GROUP
    if (value < GROUP) return this.#putDigits(rest, 1)
    this.#putGrouped((value - rest) / GROUP)
    this.bytes[this.#length++] = COMMA
    this.#putDigits(rest, GROUP / 10)
  }

  /** @param least a power of ten: leading zeros are written from there on */
  #putDigits(value: number, least: number): void {
    for (let unit = GROUP / 10; unit >= 1; unit /= 10) {
      if (value < unit && unit > least) continue
      this.bytes[this.#length++] = ZERO + (Math.floor(value / unit) % 10)
    }
  }
}

const utf8 = new TextDecoder()
const writer = new PlaceholderWriter()

/** The same as a text. */
export function placeholder(length: number, hash: Uint32Array): string {
  return utf8.decode(writer.bytes.subarray(0, writer.write(length, hash)))
}

/** Whether a text is nothing but a placeholder. */
export function isPlaceholder(text: string): boolean {
  return text.startsWith('‹') && WHOLE.test(text)
}

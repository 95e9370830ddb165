import type { StringTable } from './string-table.ts'
import type { TextPattern } from './text-pattern.ts'

const BACKSLASH = 0x5c
const QUOTE = 0x22
const FIRST_PRINTABLE = 0x20
const FIRST_NON_ASCII = 0x80
/** By byte: small letters for capital ones. */
const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte,
)
/** The first bytes of U+0130 and U+212A, the only characters beyond ASCII with ASCII in their small letters: i and k. */
const MAY_FOLD_TO_ASCII = new Set([0xc4, 0xe2])

/** What the bytes of a string say before they are decoded: whether it is found, or that they do not decide. */
export type Verdict = boolean | 'unsure'
/** Judges the undecoded string `bytes[from..end)`. */
export type ByteJudge = (bytes: Uint8Array, from: number, end: number) => Verdict

/**
 * A test of strings by their index, for one pattern. Each string is looked at once, and its bytes as they stand in the
 * file decide wherever they can: only strings with escapes, or with characters beyond ASCII that might matter, are
 * decoded. Regular expressions have every string decoded. One byte a string of memory.
 */
export function stringTest(strings: StringTable, pattern: TextPattern): (index: number) => boolean {
  const judge = byteJudge(pattern)
  const { fileCount } = strings
  const { blocks, block, start, length } = strings.columns
  const look = (index: number): boolean => {
    if (index >= fileCount) return pattern.test(strings.text(index))
    const from = start[index]!
    const verdict = judge(blocks[block[index]!]!, from, from + length[index]!)
    return verdict === 'unsure' ? pattern.test(strings.text(index)) : verdict
  }
  /** By string: 0 not looked at yet, 1 not found, 2 found. */
  const known = new Uint8Array(strings.count)
  return (index) => {
    const before = known[index]
    if (before) return before === 2
    const found = look(index)
    known[index] = found ? 2 : 1
    return found
  }
}

/** What can be said of strings by their bytes. The verdict is that of the decoded text, or `unsure`. */
export function byteJudge({ form, text }: TextPattern): ByteJudge {
  if (form === 'regex') return () => 'unsure'
  if (form === 'exact') return exactJudge(text)
  if (text === '') return () => true
  return isPlainAscii(text) ? containsJudge(text) : specialJudge
}

/** Whether JSON writes the text as it is. */
function isPlainAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (isSpecial(text.charCodeAt(i)) || text.charCodeAt(i) === QUOTE) return false
  }
  return true
}

/** Whether a byte may belong to a character that is neither printable ASCII nor written as itself. */
function isSpecial(byte: number): boolean {
  return byte === BACKSLASH || byte >= FIRST_NON_ASCII || byte < FIRST_PRINTABLE
}

/** Looks for plain ASCII in small letters. What is found before the first escape is there. */
function containsJudge(text: string): ByteJudge {
  const needle = Uint8Array.from(text, (character) => character.charCodeAt(0))
  const first = needle[0]!
  const foldsFromBeyond = /[ik]/.test(text)
  return (bytes, from, end) => {
    let unsure = false
    for (let i = from; i < end; i++) {
      const byte = bytes[i]!
      if (FOLDED[byte] === first) {
        if (end - i >= needle.length && startsWith(bytes, i, needle)) return true
      } else if (byte === BACKSLASH) {
        return 'unsure'
      } else if (foldsFromBeyond && byte >= FIRST_NON_ASCII && MAY_FOLD_TO_ASCII.has(byte)) {
        unsure = true
      }
    }
    return unsure ? 'unsure' : false
  }
}

function startsWith(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  for (let k = 1; k < needle.length; k++) {
    if (FOLDED[bytes[at + k]!] !== needle[k]) return false
  }
  return true
}

/** For a text that has something special: strings without anything special do not have it. */
function specialJudge(bytes: Uint8Array, from: number, end: number): Verdict {
  return hasSpecial(bytes, from, end) ? 'unsure' : false
}

/** Whether any byte belongs to an escape or to a character that is not printable ASCII. */
export function hasSpecial(bytes: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    if (isSpecial(bytes[i]!)) return true
  }
  return false
}

/** An escape of six bytes, `\u0041`, is the longest way to write one UTF-16 unit. */
const MOST_BYTES_A_UNIT = 6

function exactJudge(text: string): ByteJudge {
  const encoded = new TextEncoder().encode(text)
  // Broken UTF-8 and broken escapes are read as U+FFFD, and half of a pair is written in no other way than as an escape.
  const comparable = !/[\\\ufffd]|\p{Surrogate}/u.test(text)
  return (bytes, from, end) => {
    const length = end - from
    if (length < text.length || length > text.length * MOST_BYTES_A_UNIT) return false
    if (!comparable) return 'unsure'
    if (length === encoded.length && isSame(bytes, from, encoded)) return true
    for (let i = from; i < end; i++) if (bytes[i] === BACKSLASH) return 'unsure'
    return false
  }
}

function isSame(bytes: Uint8Array, from: number, wanted: Uint8Array): boolean {
  for (let k = 0; k < wanted.length; k++) {
    if (bytes[from + k] !== wanted[k]) return false
  }
  return true
}

/** What stands for a value: `‹36 characters, value k3f9a2x8qd1m›`. */

/** Without the letters that are read as digits. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const CHARACTERS_A_WORD = 6
const BITS_EACH = 5
const WHOLE = /^‹(?:1 character|[\d,]+ characters), value [0-9a-hjkmnp-tv-z]{12}›$/

/** 60 bits of a hash as text, 30 from each of its first two words. */
export function equalityClass(hash: Uint32Array): string {
  let text = ''
  for (let word = 0; word < 2; word++) {
    for (let shift = 0; shift < BITS_EACH * CHARACTERS_A_WORD; shift += BITS_EACH) {
      text += ALPHABET[(hash[word]! >>> shift) & 31]!
    }
  }
  return text
}

/** @param length in UTF-16 code units */
export function placeholder(length: number, equality: string): string {
  const characters = length === 1 ? '1 character' : `${grouped(length)} characters`
  return `‹${characters}, value ${equality}›`
}

/** Whether a text is nothing but a placeholder. */
export function isPlaceholder(text: string): boolean {
  return text.startsWith('‹') && WHOLE.test(text)
}

/** The length that a placeholder tells. */
export function placeholderLength(text: string): number {
  return Number(/[\d,]+/.exec(text)![0].replaceAll(',', ''))
}

function grouped(length: number): string {
  return String(length).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

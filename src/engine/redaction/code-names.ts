/**
 * What a programmer writes into source code as a name, told from what a program makes while it runs. In doubt a text is
 * not a name: then it is shown as its length, which costs a reader little, while a name that is a secret cannot be taken
 * back.
 */

const MOST_CHARACTERS = 64
const IDENTIFIER = /^[#@]?[A-Za-z_$][\w$]*$/
/** `content-type`, `font-size`. */
const DASHED = /^[A-Za-z][\w$]*(?:-[A-Za-z][\w$]*){1,5}$/
const HEX = /(?<![A-Za-z0-9])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}(?![A-Za-z0-9])/i
const MANY_DIGITS = /\d{4,}/
/** Standards and encodings are called after years and numbers of four digits. */
const FAMOUS =
  /(?:ES|ISO|iso|CP|cp|windows|BLAKE|RSA|rsa|AES|Ed|P|secp|IBM|ibm|UTC|VT|TLS|kem)[_-]?\d{4}(?!\d)|(?:ed|x|curve)25519/gi
const HAS_DIGIT = /\d/
const LONG = 20
const LONG_RUN = /[A-Za-z0-9]{20,}/g

/** Whether a text is a name of one word, as variables, properties and functions have. */
export function isCodeName(text: string, most = MOST_CHARACTERS): boolean {
  if (text.length > most) return false
  return (IDENTIFIER.test(text) || DASHED.test(text)) && !looksLikeData(text)
}

/** Whether a text has in it what only data has: long numbers, hexadecimal and random letters. */
export function looksLikeData(text: string): boolean {
  if (HAS_DIGIT.test(text)) {
    const unknown = text.replace(FAMOUS, '')
    if (MANY_DIGITS.test(unknown) || HEX.test(unknown)) return true
    if (isMostlyDigits(unknown) || turns(unknown) > MOST_TURNS) return true
  }
  return text.length >= LONG && (text.match(LONG_RUN) ?? []).some(isRandom)
}

function isMostlyDigits(text: string): boolean {
  if (text.length < 6) return false
  const digits = text.replace(/\D/g, '').length
  return digits * 5 > text.length * 2
}

/** A name goes to digits and back at most twice: `utf8ToUtf16le`. */
const MOST_TURNS = 4

/** How often digits follow letters and letters digits. */
function turns(text: string): number {
  return (text.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g) ?? []).length
}

/** Words have vowels; only abbreviations as in `RTCRtpTransceiver` do without for a while. */
const HARD_TO_SAY = /[b-df-hj-np-tv-xz]{6}/i
const IMPOSSIBLE_TO_SAY = /[b-df-hj-np-tv-xz]{10}/i

/** Whether a long run of letters changes between small and capital more often than words in a name do, or has no words. */
function isRandom(run: string): boolean {
  if (IMPOSSIBLE_TO_SAY.test(run)) return true
  const humps = (run.match(/[a-z](?=[A-Z])/g) ?? []).length
  const drops = (run.match(/[A-Z](?=[a-z])/g) ?? []).length
  return humps + drops > (run.length * 2) / 5 && HARD_TO_SAY.test(run)
}

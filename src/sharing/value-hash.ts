import { hchacha } from '@noble/ciphers/chacha.js'
import type { ValueHash } from '#engine/redaction/fingerprints.ts'

const KEY_WORDS = 8
/** “expand 32-byte k”, which ChaCha begins with. */
const SIGMA = Uint32Array.of(0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574)

/** A secret for the values of one share. Let it go once all its captures are written: nobody is to need it again. */
export function newValueKey(): Uint32Array {
  return crypto.getRandomValues(new Uint32Array(KEY_WORDS))
}

/**
 * The keyed hash that equality classes of values are made of. HChaCha20 maps 128 bits to others that nobody can tell from
 * random ones without the key, which is all that is asked for here, and takes a tenth of the time of a hash for any length.
 */
export function valueHash(key: Uint32Array): ValueHash {
  const hash = new Uint32Array(KEY_WORDS)
  return (message) => {
    hchacha(SIGMA, key, message, hash)
    return hash
  }
}

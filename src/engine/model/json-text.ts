// A byte order mark within a heap is text like any other.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const BACKSLASH = 0x5c

/**
 * Decodes the inside of a JSON string (UTF-8, without its quotes) to text. Broken escapes and broken UTF-8 become
 * U+FFFD, so no bytes make it fail. O(n).
 */
export function decodeJsonText(bytes: Uint8Array): string {
  const length = bytes.length
  if (length > 64) {
    return bytes.includes(BACKSLASH) ? unescapeText(decodeUtf8(bytes)) : decodeUtf8(bytes)
  }
  let text = ''
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!
    if (byte === BACKSLASH || byte >= 0x80) {
      return unescapeText(decodeUtf8(bytes))
    }
    text += String.fromCharCode(byte)
  }
  return text
}

/** Holds the bytes of one string at a time. */
const scratch = new Uint8Array(1 << 12)

/** Decoders refuse memory that other threads may change, so bytes from there are copied. */
function decodeUtf8(bytes: Uint8Array): string {
  if (bytes.buffer instanceof ArrayBuffer) return utf8.decode(bytes)
  if (bytes.length > scratch.length) return utf8.decode(bytes.slice())
  scratch.set(bytes)
  return utf8.decode(scratch.subarray(0, bytes.length))
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt])|.?)/gs
const SIMPLE: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function unescapeText(text: string): string {
  return text.replace(ESCAPE, (_, hex: string | undefined, simple: string | undefined) => {
    if (hex !== undefined) {
      return String.fromCharCode(Number.parseInt(hex, 16))
    }
    return simple === undefined ? '\uFFFD' : SIMPLE[simple]!
  })
}

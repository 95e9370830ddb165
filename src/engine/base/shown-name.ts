const MAX_LENGTH = 40
/** What would break a line or turn it round, so that one name could look like another. */
export const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu

/** A name that a file gives, fit for a message of one line: in quotes, cut where it is long. */
export function shownName(name: string): string {
  const shown = name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name
  return `“${shown.replace(CONTROL, '\ufffd')}”`
}

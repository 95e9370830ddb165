/** Stands before a place: who may hand captures in. */
const FROM = /^#?(from=[^&]*)(?:&|$)/

/** The origin that an address names as the only one to listen to; null where it names none. */
export function namedOrigin(hash: string): string | null {
  const text = new URLSearchParams(fromPart(hash)).get('from')?.trim()
  if (!text) return null
  return text.replace(/\/$/, '')
}

/** What names it, as `from=…`; empty where nothing does. */
export function fromPart(hash: string): string {
  return FROM.exec(hash)?.[1] ?? ''
}

/** Stands before a place: who may hand captures in. */
const EMBEDDER = /^#?(embedder=[^&]*)(?:&|$)/

/** The origin that an address names as the only one to listen to; null where it names none. */
export function namedOrigin(hash: string): string | null {
  const text = new URLSearchParams(embedderPart(hash)).get('embedder')?.trim()
  if (!text) return null
  return text.replace(/\/$/, '')
}

/** What names it, as `embedder=…`; empty where nothing does. */
export function embedderPart(hash: string): string {
  return EMBEDDER.exec(hash)?.[1] ?? ''
}

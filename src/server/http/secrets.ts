import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** SHA-256 in hexadecimal. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Compares without telling by its duration where they differ, nor how long they are. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest())
  return timingSafeEqual(a!, b!)
}

/** Names somebody by their address so that nobody without the server's secret can tell which address it is. */
export function pseudonymOf(address: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(address).digest('hex')
}

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(header: string | undefined): string | null {
  return /^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? null
}

/** Takes out of a message for the log whatever looks like an id, a token or a hash. */
export function scrubbed(message: string): string {
  return message.replaceAll(/[\w-]{20,}/g, '…')
}

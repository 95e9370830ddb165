import { toBase64Url } from './base64url.ts'

/** What deletes a share: who shares keeps it, the server knows only its hash. */
export function newDeletionToken(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)))
}

/** SHA-256 of the token's characters in lower-case hexadecimal. */
export async function hashOfToken(token: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

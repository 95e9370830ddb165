import { createHash } from 'node:crypto'
import { SHARE_HEADER } from '#protocol/share-api.ts'

/** What can be sent. */
export type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>

/** Whatever answers requests: the app itself, or a server behind an address. */
export type Ask = (path: string, init?: RequestInit) => Response | Promise<Response>

export const TOKEN = 'a-token-to-delete-the-share-with'

export function metadata(expires = '7', token = TOKEN): string {
  const hash = createHash('sha256').update(token).digest('hex')
  const coded = (text: string) => Buffer.from(text).toString('base64')
  return `expires ${coded(expires)},deleteHash ${coded(hash)}`
}

/** Begins an upload. */
export async function begin(
  ask: Ask,
  bytes: number,
  headers: Record<string, string> = {},
): Promise<Response> {
  return await ask('/api/uploads', {
    method: 'POST',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Length': String(bytes),
      'Upload-Metadata': metadata(),
      ...headers,
    },
  })
}

/** Begins an upload that is expected to be taken. @returns the id of its share */
export async function begun(ask: Ask, bytes: number, headers: Record<string, string> = {}): Promise<string> {
  const response = await begin(ask, bytes, headers)
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
  return response.headers.get(SHARE_HEADER)!
}

/** Sends a part of an upload. */
export async function patch(ask: Ask, id: string, offset: number, body: Body): Promise<Response> {
  return await ask(`/api/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': String(offset),
      'Content-Type': 'application/offset+octet-stream',
    },
    body,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  })
}

export async function head(ask: Ask, id: string): Promise<Response> {
  return await ask(`/api/uploads/${id}`, { method: 'HEAD', headers: { 'Tus-Resumable': '1.0.0' } })
}

export async function terminate(ask: Ask, id: string): Promise<Response> {
  return await ask(`/api/uploads/${id}`, { method: 'DELETE', headers: { 'Tus-Resumable': '1.0.0' } })
}

/** Uploads all of it. @returns the id of its share */
export async function share(
  ask: Ask,
  bytes: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<string> {
  const id = await begun(ask, bytes.length, headers)
  const response = await patch(ask, id, 0, bytes)
  if (response.status !== 204) throw new Error(`${response.status}: ${await response.text()}`)
  return id
}

export async function remove(ask: Ask, id: string, token = TOKEN): Promise<Response> {
  return await ask(`/api/shares/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } })
}

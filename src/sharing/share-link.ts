import { API, shareId } from '#protocol/share-api.ts'
import { fromBase64Url, toBase64Url } from './base64url.ts'
import { KEY_BYTES } from './sealed-layout.ts'
import { ShareError } from './share-error.ts'

/** What a link to a share says. */
export interface ShareLink {
  /** The folder in which the server's page stands, with a slash at its end. */
  readonly server: string
  readonly id: string
  /** 32 bytes. */
  readonly key: Uint8Array<ArrayBuffer>
}

/** The name of the key in the fragment. Fragments never leave the browser. */
export const KEY_PARAMETER = 'k'

/** The address that opens a share. */
export function linkTo({ server, id, key }: ShareLink): string {
  const address = new URL(API.page(id), server)
  address.hash = `${KEY_PARAMETER}=${toBase64Url(key)}`
  return address.href
}

/** Reads what `linkTo` wrote; what the page adds behind the key does not matter. @throws ShareError `bad-link` */
export function readLink(text: string): ShareLink {
  const place = readAddress(text)
  const key = keyIn(new URL(text).hash)
  if (!key) throw badLink('the key behind “#k=” is missing or incomplete')
  return { ...place, key }
}

/** Where a share is, from a link with its key or without. @throws ShareError `bad-link` */
export function readAddress(text: string): Pick<ShareLink, 'server' | 'id'> {
  const address = URL.canParse(text) ? new URL(text) : null
  const parts = /^(.*\/)s\/([^/]+)\/?$/.exec(address?.pathname ?? '')
  if (!address || !/^https?:$/.test(address.protocol) || !parts || !shareId.safeParse(parts[2]).success)
    throw badLink('it should look like https://host/s/…#k=…')
  return { server: new URL(parts[1]!, address.origin).href, id: parts[2]! }
}

/** The key in a fragment, or null where there is none or not a whole one. */
export function keyIn(fragment: string): Uint8Array<ArrayBuffer> | null {
  const text = new URLSearchParams(fragment.replace(/^#/, '')).get(KEY_PARAMETER)
  const key = text === null ? null : fromBase64Url(text)
  return key?.length === KEY_BYTES ? key : null
}

function badLink(why: string): ShareError {
  return new ShareError('bad-link', `This is no whole link to a share: ${why}; copy the whole link again.`)
}

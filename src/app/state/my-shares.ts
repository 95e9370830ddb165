import { z } from 'zod'
import { create } from 'zustand'
import { expiryDays, shareId } from '#protocol/share-api.ts'
import { fromBase64Url } from '#sharing/base64url.ts'
import { linkTo } from '#sharing/share-link.ts'

/**
 * Links made in this browser, in the local storage as JSON under `heapscope.share.<name>`: with the key that opens and the
 * token that deletes, neither of which the server has. `name` also names the sealed file while it uploads.
 */
const KEY = 'heapscope.share.'

const schema = z.object({
  name: z.string().regex(/^[\w-]{8,40}$/),
  server: z.url(),
  /** Null until the server has taken the upload on. */
  id: shareId.nullable(),
  title: z.string(),
  /** Of the sealed file; 0 until it is sealed. */
  bytes: z.number(),
  /** Milliseconds. */
  created: z.number(),
  days: expiryDays,
  /** Milliseconds; null where it never ends, or is not known yet. */
  expires: z.number().nullable(),
  /** Base64url of 32 bytes. */
  key: z.string(),
  deletionToken: z.string(),
  /** Where the upload goes on; null where it is done, or not begun. */
  uploadUrl: z.string().nullable(),
  done: z.boolean(),
})

export type MyShare = z.infer<typeof schema>

export const mySharesStore = create<{ readonly shares: readonly MyShare[] }>(() => ({ shares: [] }))

/** Reads what there is, now and whenever another tab changes it. */
export function followMyShares(): void {
  const refresh = () => mySharesStore.setState({ shares: readAll() })
  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith(KEY)) refresh()
  })
  refresh()
}

export function putMyShare(share: MyShare): void {
  localStorage.setItem(KEY + share.name, JSON.stringify(share))
  mySharesStore.setState({ shares: readAll() })
}

/** Changes what is known of one, if it is still known. */
export function changeMyShare(name: string, change: Partial<MyShare>): void {
  const share = mySharesStore.getState().shares.find((one) => one.name === name)
  if (share) putMyShare({ ...share, ...change })
}

export function forgetMyShare(name: string): void {
  localStorage.removeItem(KEY + name)
  mySharesStore.setState({ shares: readAll() })
}

/** The link that opens it, or null until the server has taken it on. */
export function linkOf({ server, id, key }: Pick<MyShare, 'server' | 'id' | 'key'>): string | null {
  const bytes = fromBase64Url(key)
  return id === null || !bytes ? null : linkTo({ server, id, key: bytes })
}

/** The newest first; entries that make no sense are left out. */
function readAll(): MyShare[] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(KEY))
  const all = keys.flatMap((key) => {
    const { data } = schema.safeParse(parsed(localStorage.getItem(key)))
    return data && KEY + data.name === key ? [data] : []
  })
  return all.sort((a, b) => b.created - a.created)
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

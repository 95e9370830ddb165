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

/** Where the browser keeps nothing, as in frames of some sites, it is known for as long as the tab is. */
export function putMyShare(share: MyShare): void {
  if (whereStored((storage) => storage.setItem(KEY + share.name, JSON.stringify(share)))) {
    mySharesStore.setState({ shares: readAll() })
    return
  }
  mySharesStore.setState(({ shares }) => ({
    shares: [share, ...shares.filter(({ name }) => name !== share.name)],
  }))
}

/** Changes what is known of one, if it is still known. */
export function changeMyShare(name: string, change: Partial<MyShare>): void {
  const share = mySharesStore.getState().shares.find((one) => one.name === name)
  if (share) putMyShare({ ...share, ...change })
}

export function forgetMyShare(name: string): void {
  whereStored((storage) => storage.removeItem(KEY + name))
  mySharesStore.setState(({ shares }) => ({ shares: shares.filter((share) => share.name !== name) }))
}

/** The link that opens it, or null until the server has taken it on. */
export function linkOf({ server, id, key }: Pick<MyShare, 'server' | 'id' | 'key'>): string | null {
  const bytes = fromBase64Url(key)
  return id === null || !bytes ? null : linkTo({ server, id, key: bytes })
}

/** The newest first; entries that make no sense are left out. */
function readAll(): MyShare[] {
  const all: MyShare[] = []
  whereStored((storage) => {
    for (const key of Object.keys(storage).filter((one) => one.startsWith(KEY))) {
      const { data } = schema.safeParse(parsed(storage.getItem(key)))
      if (data && KEY + data.name === key) all.push(data)
    }
  })
  return all.sort((a, b) => b.created - a.created)
}

/** @returns whether the browser lets the page keep anything */
function whereStored(work: (storage: Storage) => void): boolean {
  try {
    work(localStorage)
    return true
  } catch {
    return false
  }
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

import { create } from 'zustand'
import { HeapError } from '#engine/base/error.ts'
import type { Bundle } from '#engine/format/bundle/bundle.ts'
import type { ShareInfo } from '#protocol/share-api.ts'
import { ShareError } from '#sharing/share-error.ts'
import { keyIn } from '#sharing/share-link.ts'
import { openShared } from '../client/share-client.ts'
import { bundleIn, memberFile } from './bundles.ts'
import type { RecentFile } from './recent-store.ts'

/** The link that this page was opened with. */
export interface SharedLink {
  /** The folder of the server's page. */
  readonly server: string
  readonly id: string
  /** The fragment that came with it, with the key in it. */
  readonly fragment: string
}

export type ShareOpening =
  | { readonly state: 'none' }
  /** `total` is 0 until it is known. */
  | { readonly state: 'downloading'; readonly done: number; readonly total: number }
  | { readonly state: 'open'; readonly bundle: Bundle; readonly info: ShareInfo }
  | { readonly state: 'failed'; readonly error: ShareError }

interface ShareState {
  /** Null where the page was opened without one. */
  readonly link: SharedLink | null
  readonly opening: ShareOpening
}

export const shareStore = create<ShareState>(() => ({ link: null, opening: { state: 'none' } }))

export function useShare<Part>(select: (state: ShareState) => Part): Part {
  return shareStore(select)
}

interface Opened {
  readonly bundle: Bundle
  readonly contents: Blob
}

let opened: Promise<Opened> | null = null
let downloading = new AbortController()

/** Begins to open the share that the page was opened with, or begins again. Never rejects: see `opening`. */
export function openShare(link: SharedLink): Promise<Opened | null> {
  downloading.abort()
  const { signal } = (downloading = new AbortController())
  shareStore.setState({ link, opening: { state: 'downloading', done: 0, total: 0 } })
  const mine = (opened = fetchShare(link, signal))
  return mine.catch((error: unknown) => {
    if (opened === mine) shareStore.setState({ opening: { state: 'failed', error: shareErrorOf(error) } })
    return null
  })
}

/** Ends the download; the page says that it was cancelled and offers to begin again. */
export function cancelShare(): void {
  downloading.abort()
}

/** A capture of the share that the page was opened with, once it is there. @throws HeapError */
export async function sharedMember(index: number): Promise<RecentFile> {
  if (!opened) throw notOfShare()
  const found = await opened.catch(() => null)
  const member = found?.bundle.members[index]
  if (!found || !member) throw notOfShare()
  const file = memberFile(found.contents, member)
  return { file, name: member.name, size: member.bytes }
}

async function fetchShare({ server, id, fragment }: SharedLink, signal: AbortSignal): Promise<Opened> {
  const key = keyIn(fragment)
  if (!key)
    throw new ShareError(
      'bad-link',
      'This link is without its key, or with a part of it only: everything behind the # belongs to it. Ask for the whole link, or copy it again.',
    )
  // Reports come through another channel than the result and may be overtaken by it.
  const progress = (done: number, total: number) => {
    if (signal.aborted || shareStore.getState().opening.state !== 'downloading') return
    shareStore.setState({ opening: { state: 'downloading', done, total } })
  }
  const { info, contents } = await openShared({ server, id, key }, progress, signal)
  const bundle = await bundleIn(contents, 'share')
  signal.throwIfAborted()
  shareStore.setState({ opening: { state: 'open', bundle, info } })
  return { bundle, contents }
}

function shareErrorOf(error: unknown): ShareError {
  if (error instanceof ShareError) return error
  if (error instanceof HeapError)
    return new ShareError(error.code === 'too-new' ? 'too-new' : 'damaged', error.message)
  return new ShareError('cancelled', 'It was cancelled.')
}

function notOfShare(): HeapError {
  return new HeapError(
    'not-found',
    'This address names a capture that the share does not hold: open its link again.',
  )
}

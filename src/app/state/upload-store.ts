import { create } from 'zustand'
import type { ExpiryDays, ServerConfig } from '#protocol/share-api.ts'
import { toBase64Url } from '#sharing/base64url.ts'
import { hashOfToken, newDeletionToken } from '#sharing/deletion-token.ts'
import { newKey } from '#sharing/seal.ts'
import { deleteShare, readConfig, readInfo } from '#sharing/share-client.ts'
import { ShareError } from '#sharing/share-error.ts'
import { ShareUpload } from '#sharing/upload.ts'
import { readSealed, removeSealed, tidySealed, withSealed } from '../client/sealed-files.ts'
import { sealBundle } from '../client/share-client.ts'
import { changeMyShare, forgetMyShare, type MyShare, mySharesStore, putMyShare } from './my-shares.ts'

/** How far a share is on its way. */
export interface Uploading {
  readonly state: 'sealing' | 'uploading' | 'paused' | 'stuck'
  readonly done: number
  /** 0 until it is known. */
  readonly total: number
  /** Why it is stuck. */
  readonly error: ShareError | null
  /** Whether it can go on after a reload. */
  readonly kept: boolean
}

/** Uploads of this tab, by the names of their shares. */
export const uploadStore = create<{ readonly uploads: Readonly<Record<string, Uploading>> }>(() => ({
  uploads: {},
}))

export function useUpload(name: string | null): Uploading | null {
  return uploadStore(({ uploads }) => (name === null ? null : (uploads[name] ?? null)))
}

export interface ShareRequest {
  readonly server: string
  readonly config: ServerConfig
  readonly bundle: Blob
  readonly title: string
  readonly days: ExpiryDays
  readonly uploadToken: string | null
}

interface Running {
  readonly upload: ShareUpload
  readonly run: () => Promise<void>
}

const running = new Map<string, Running>()
const sealing = new Map<string, AbortController>()
/** What the server asks who uploads for; kept for as long as the tab is. */
const tokens = new Map<string, string>()

/** Seals a bundle and uploads it. @returns the name under which it goes on from here */
export function beginShare(request: ShareRequest): string {
  const { server, title, days, uploadToken } = request
  const name = crypto.randomUUID()
  const key = newKey()
  putMyShare({
    name,
    server,
    id: null,
    title,
    bytes: 0,
    created: Date.now(),
    days,
    expires: null,
    key: toBase64Url(key),
    deletionToken: newDeletionToken(),
    uploadUrl: null,
    done: false,
  })
  if (uploadToken !== null) tokens.set(server, uploadToken)
  begin(name, 'sealing', 0)
  void withSealed(name, () => sealAndUpload(name, key, request))
  return name
}

export function uploadTokenFor(server: string): string {
  return tokens.get(server) ?? ''
}

async function sealAndUpload(
  name: string,
  key: Uint8Array<ArrayBuffer>,
  request: ShareRequest,
): Promise<void> {
  const controller = new AbortController()
  sealing.set(name, controller)
  try {
    // Reports come through another channel than the result and may be overtaken by it.
    const progress = (done: number, total: number) => {
      if (uploadStore.getState().uploads[name]?.state === 'sealing') note(name, { done, total })
    }
    const { sealed, kept } = await sealBundle(
      { contents: request.bundle, key, file: name },
      progress,
      controller.signal,
    )
    if (sealed.size > request.config.maxUploadBytes)
      throw new ShareError(
        'too-big',
        'It is larger than this server takes: share fewer captures, or save it as a file.',
      )
    changeMyShare(name, { bytes: sealed.size })
    note(name, { kept })
    await upload(name, sealed, request.config)
  } catch (error) {
    if (error instanceof ShareError && error.code === 'cancelled') return
    note(name, { state: 'stuck', error: asShareError(error) })
  } finally {
    sealing.delete(name)
  }
}

/** Goes on with an upload that a reload or another tab's end has left. @returns false where its file is gone */
export async function continueUpload(share: MyShare): Promise<boolean> {
  const { name, server, bytes } = share
  const sealed = await readSealed(name)
  if (!sealed || sealed.size !== bytes || bytes === 0) return false
  begin(name, 'uploading', bytes)
  void withSealed(name, async () => {
    try {
      await upload(name, sealed, await readConfig(server))
    } catch (error) {
      note(name, { state: 'stuck', error: asShareError(error) })
    }
  })
  return true
}

async function upload(name: string, sealed: Blob, config: ServerConfig): Promise<void> {
  const share = find(name)
  if (!share) return
  const { server, days, deletionToken, uploadUrl } = share
  const job = new ShareUpload(
    {
      server,
      config,
      data: sealed,
      bytes: sealed.size,
      expires: days,
      deleteHash: await hashOfToken(deletionToken),
      uploadToken: tokens.get(server) ?? null,
      uploadUrl,
    },
    {
      begun: (id, url) => changeMyShare(name, { id, uploadUrl: url }),
      progress: (done) => note(name, { done }),
    },
  )
  note(name, { state: 'uploading', done: 0, total: sealed.size, error: null })
  return new Promise((resolve) => {
    const run = async () => {
      note(name, { state: 'uploading', error: null })
      try {
        await job.run()
        await finish(name)
        resolve()
      } catch (error) {
        const { code } = asShareError(error)
        if (code === 'cancelled') resolve()
        else note(name, { state: 'stuck', error: asShareError(error) })
      }
    }
    running.set(name, { upload: job, run })
    void run()
  })
}

async function finish(name: string): Promise<void> {
  const share = find(name)
  running.delete(name)
  await removeSealed(name)
  if (share?.id) {
    // It is there; only when it ends is not known where this fails.
    const info = await readInfo(share.server, share.id).catch(() => null)
    const expires = info?.expires ? Date.parse(info.expires) : null
    changeMyShare(name, { done: true, uploadUrl: null, expires })
  }
  drop(name)
}

export async function pauseUpload(name: string): Promise<void> {
  await running.get(name)?.upload.pause()
  note(name, { state: 'paused' })
}

/** Goes on after a pause, or after it got stuck. */
export function resumeUpload(name: string): void {
  const job = running.get(name)
  const state = uploadStore.getState().uploads[name]?.state
  if (!job) return
  if (state === 'paused') {
    job.upload.resume()
    note(name, { state: 'uploading', error: null })
  } else void job.run()
}

/** Ends an upload and forgets the share; what the server has of it is deleted, or cleared away later. */
export async function cancelUpload(name: string): Promise<void> {
  sealing.get(name)?.abort()
  const job = running.get(name)
  running.delete(name)
  const share = find(name)
  drop(name)
  forgetMyShare(name)
  await job?.upload.cancel()
  if (share?.id) await deleteShare(share.server, share.id, share.deletionToken).catch(() => {})
  await removeSealed(name)
}

/** Deletes a share for everybody. @throws ShareError where the server could not be asked */
export async function unshare({ name, server, id, deletionToken }: MyShare): Promise<void> {
  if (id !== null) await deleteShare(server, id, deletionToken)
  forgetMyShare(name)
}

/** Goes on by itself when the network is back, and clears away sealed files of shares that nobody knows. */
export function followUploads(): void {
  addEventListener('online', () => {
    for (const [name, { state, error }] of Object.entries(uploadStore.getState().uploads))
      if (state === 'stuck' && error?.code === 'offline') resumeUpload(name)
  })
  const names = mySharesStore.getState().shares.filter(({ done }) => !done)
  void tidySealed(new Set(names.map(({ name }) => name))).catch(() => {})
}

function find(name: string): MyShare | undefined {
  return mySharesStore.getState().shares.find((one) => one.name === name)
}

function begin(name: string, state: Uploading['state'], total: number): void {
  put(name, { state, done: 0, total, error: null, kept: true })
}

/** Changes what is known of an upload, unless it is over. */
function note(name: string, change: Partial<Uploading>): void {
  const before = uploadStore.getState().uploads[name]
  if (before) put(name, { ...before, ...change })
}

function put(name: string, uploading: Uploading): void {
  uploadStore.setState(({ uploads }) => ({ uploads: { ...uploads, [name]: uploading } }))
}

function drop(name: string): void {
  const { [name]: _, ...uploads } = uploadStore.getState().uploads
  uploadStore.setState({ uploads })
}

function asShareError(error: unknown): ShareError {
  if (error instanceof ShareError) return error
  const why = error instanceof Error ? error.message : String(error)
  return new ShareError('unavailable', `Sharing stopped on a fault of its own (${why}).`)
}

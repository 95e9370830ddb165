import type { ShareInfo } from '#protocol/share-api.ts'
import { ShareError, type ShareErrorCode } from './share-error.ts'

/** An answer that keeps what an Error would lose on its way between threads. */
export type ShareReply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: ShareErrorCode; readonly message: string }

/** Told how far it has come, in bytes. Passed with Comlink's `proxy`. */
export type ShareProgress = (done: number, total: number) => void

export interface OpenedShare {
  readonly info: ShareInfo
  /** The bundle. */
  readonly contents: Blob
}

export interface SealRequest {
  /** The bundle. */
  readonly contents: Blob
  /** 32 bytes. */
  readonly key: Uint8Array<ArrayBuffer>
  /** Name of a file of the browser's own storage to seal into, so that an upload can go on after a reload. */
  readonly file: string
}

export interface Sealed {
  readonly sealed: Blob
  /** Whether it stands in the file; in memory where the browser keeps no files. */
  readonly kept: boolean
}

/** What seals and opens shares beside the page, through Comlink. Ending the worker ends what it does. */
export interface ShareWorker {
  /** Downloads and opens a share. */
  open(
    link: { readonly server: string; readonly id: string; readonly key: Uint8Array<ArrayBuffer> },
    progress: ShareProgress,
  ): Promise<ShareReply<OpenedShare>>
  /** Seals a bundle into a file of the folder of sealed files. */
  seal(request: SealRequest, progress: ShareProgress): Promise<ShareReply<Sealed>>
}

/** The folder of the browser's origin-private file system with sealed files on their way to a server. */
export const SEALED_FOLDER = 'sealed'

/** What a reply says: its value, or its failure as the error it was on the other side. */
export function valueOf<Value>(reply: ShareReply<Value>): Value {
  if (reply.ok) return reply.value
  throw new ShareError(reply.code, reply.message)
}

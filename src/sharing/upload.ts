import { DetailedError, type HttpResponse, Upload } from 'tus-js-client'
import {
  API,
  type ExpiryDays,
  SHARE_HEADER,
  type ServerConfig,
  shareId,
  UPLOAD_TOKEN_HEADER,
} from '#protocol/share-api.ts'
import { httpStack } from './http-stack.ts'
import { problemOf } from './share-client.ts'
import { isPassing, ShareError } from './share-error.ts'

/** Milliseconds before it tries again, one after the other; from the start where bytes have gone through meanwhile. */
const RETRY_DELAYS = [500, 1000, 2000, 4000, 8000]

/** What is known here of Node's `fs.ReadStream`. */
export interface FileStream {
  readonly path: unknown
}

export interface UploadRequest {
  readonly server: string
  readonly config: ServerConfig
  /** The sealed file: a Blob, or in Node a stream that reads a file. */
  readonly data: Blob | FileStream
  readonly bytes: number
  readonly expires: ExpiryDays
  /** Of the deletion token, see `hashOfToken`. */
  readonly deleteHash: string
  /** What the server asks who uploads for; null where it asks for nothing. */
  readonly uploadToken: string | null
  /** Where an upload that was begun goes on; null begins one. */
  readonly uploadUrl: string | null
}

export interface UploadListener {
  /** The server has taken the upload on: from here on it can go on after whatever happens. */
  begun(id: string, uploadUrl: string): void
  /** How many bytes the server has. */
  progress(bytes: number): void
}

/** One upload by tus, which can be paused and goes on after the network was gone. */
export class ShareUpload {
  readonly #upload: Upload
  #done: () => void = () => {}
  #fail: (error: ShareError) => void = () => {}

  constructor(request: UploadRequest, listener: UploadListener) {
    const { server, config, data, bytes, uploadToken, uploadUrl } = request
    let id: string | null = null
    // The package's types do not know Node's streams.
    const file = data as Blob
    this.#upload = new Upload(file, {
      endpoint: new URL(API.uploads, server).href,
      uploadUrl,
      uploadSize: bytes,
      chunkSize: config.chunkBytes,
      metadata: { expires: String(request.expires), deleteHash: request.deleteHash },
      headers: uploadToken === null ? {} : { [UPLOAD_TOKEN_HEADER]: uploadToken },
      retryDelays: RETRY_DELAYS,
      // What is known of uploads is kept with what is known of shares.
      storeFingerprintForResuming: false,
      httpStack: httpStack(),
      onAfterResponse: (sent, response) => {
        id = response.getHeader(SHARE_HEADER) ?? id
        // The package would begin anew, were it not told that the upload may still be there.
        const problem = problemIn(response, server)
        if (sent.getMethod() === 'HEAD' && problem && isPassing(problem)) throw problem
      },
      onUploadUrlAvailable: () => {
        const { url } = this.#upload
        if (url && shareId.safeParse(id).success) listener.begun(id!, url)
      },
      onChunkComplete: (_, accepted) => listener.progress(accepted),
      onProgress: (sent) => listener.progress(sent),
      onShouldRetry: (error) => isPassing(shareErrorOf(error, server)),
      onSuccess: () => this.#done(),
      onError: (error) => this.#fail(shareErrorOf(error, server)),
    })
  }

  /**
   * Begins, or goes on after it failed. Resolves when the server has everything and has it safe; does not settle while it
   * is paused.
   * @throws ShareError
   */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = resolve
      this.#fail = reject
      this.#upload.start()
    })
  }

  /** Stops sending until `resume`. */
  async pause(): Promise<void> {
    await this.#upload.abort()
  }

  resume(): void {
    this.#upload.start()
  }

  /** Ends it for good. What the server has of it is deleted by the deletion token, see `deleteShare`. */
  async cancel(): Promise<void> {
    await this.#upload.abort()
    this.#fail(new ShareError('cancelled', 'The upload was cancelled.'))
  }
}

function shareErrorOf(error: Error, server: string): ShareError {
  if (error instanceof DetailedError) {
    const { causingError, originalResponse } = error
    if (causingError instanceof ShareError) return causingError
    if (originalResponse) return refusalIn(originalResponse, server)
  }
  return new ShareError('offline', `The connection to ${server} is lost; check the network and go on.`)
}

function problemIn(response: HttpResponse, server: string): ShareError | null {
  return response.getStatus() < 400 ? null : refusalIn(response, server)
}

function refusalIn(response: HttpResponse, server: string): ShareError {
  const retryAfter = response.getHeader('Retry-After') ?? null
  return problemOf(response.getStatus(), response.getBody(), retryAfter, server)
}

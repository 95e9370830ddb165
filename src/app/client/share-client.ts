import { proxy, wrap, type Remote } from 'comlink'
import { ShareError } from '#sharing/share-error.ts'
import {
  type OpenedShare,
  type Sealed,
  type SealRequest,
  type ShareProgress,
  type ShareReply,
  type ShareWorker,
  valueOf,
} from '#sharing/share-worker.ts'

export interface LinkParts {
  readonly server: string
  readonly id: string
  readonly key: Uint8Array<ArrayBuffer>
}

/** Downloads and opens a share in a worker of its own, which ends with it. @throws ShareError */
export function openShared(
  link: LinkParts,
  progress: ShareProgress,
  signal: AbortSignal,
): Promise<OpenedShare> {
  return inWorker((worker) => worker.open(link, proxy(progress)), signal)
}

/** Seals a bundle in a worker of its own, which ends with it. @throws ShareError */
export function sealBundle(
  request: SealRequest,
  progress: ShareProgress,
  signal: AbortSignal,
): Promise<Sealed> {
  return inWorker((worker) => worker.seal(request, proxy(progress)), signal)
}

async function inWorker<Value>(
  work: (worker: Remote<ShareWorker>) => Promise<ShareReply<Value>>,
  signal: AbortSignal,
): Promise<Value> {
  const worker = new Worker(new URL('../../../workers/share.worker.ts', import.meta.url), {
    type: 'module',
    name: 'heapscope share',
  })
  const ended = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) =>
      reject(
        new ShareError('damaged', `Sharing could not run in this browser${message ? `: ${message}` : ''}.`),
      ),
    )
    const stop = () => reject(new ShareError('cancelled', 'It was cancelled.'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return valueOf(await Promise.race([work(wrap<ShareWorker>(worker)), ended]))
  } finally {
    worker.terminate()
  }
}

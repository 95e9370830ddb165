import { HeapError } from '#engine/base/error.ts'
import type { Progress } from '#engine/base/task.ts'
import type { CaptureSize } from '#engine/format/v8/memory-need.ts'
import { MAX_HEADER_BYTES, type Reading } from '#engine/format/v8/reading.ts'
import type { Family } from '#engine/model/snapshot.ts'
import type {
  PackedCapture,
  PackRequest,
  Question,
  Questions,
  Saved,
  SaveListener,
  SaveRequest,
} from '#protocol/worker.ts'
import { HeapClient, type TellFraction } from '../client/heap-client.ts'
import { advance, startOfLoading, type Loading } from './loading.ts'

/**
 * `early`: lists and sizes as the file states them can be asked for while references are being read; `parsed`: so can
 * adjusted shallow sizes; `totals`: so can all about classes, while a container's objects are being read; `ready`:
 * everything can.
 */
export type HeapStatus = 'none' | 'opening' | 'early' | 'parsed' | 'totals' | 'ready' | 'failed'

/** Whether more will become known. */
export function isOpening(status: HeapStatus): boolean {
  return ['opening', 'early', 'parsed', 'totals'].includes(status)
}

/** What is known of a capture that is being opened, or is open. */
export interface CaptureState {
  readonly status: HeapStatus
  readonly file: { readonly name: string; readonly size: number } | null
  /** Where its heap comes from; null until something can be asked. */
  readonly family: Family | null
  /** How large the capture is, once it is open. */
  readonly size: CaptureSize | null
  /** Null when nothing is being opened. */
  readonly loading: Loading | null
  /** Set when `status` is `failed`. */
  readonly error: HeapError | null
  /** How long opening took, once it is `ready`. */
  readonly openedMs: number | null
  /** How far an answer that takes long has come, 0 to 1; null when none does. */
  readonly answering: number | null
  /** Whether the capture was opened without its references: nothing that follows from them will ever be known. */
  readonly shallowOnly: boolean
}

export const NO_CAPTURE: CaptureState = {
  status: 'none',
  file: null,
  family: null,
  size: null,
  loading: null,
  error: null,
  openedMs: null,
  answering: null,
  shallowOnly: false,
}

/** One capture in a worker of its own, and what is known of it. */
export class OpenCapture {
  readonly #client = new HeapClient()
  #state: CaptureState
  #ended = false
  /** Told whenever the state has changed. */
  changed: (change: Partial<CaptureState>) => void = () => {}
  /** Told once it proves to be a capture that there is room for: from here on the memory is its own. */
  proven: () => void = () => {}

  /** @param size what to say of the file's size, where the file is not what the user knows */
  constructor(name: string, size: number, shallowOnly: boolean) {
    const loading = startOfLoading(shallowOnly)
    this.#state = { ...NO_CAPTURE, status: 'opening', file: { name, size }, loading, shallowOnly }
  }

  get state(): CaptureState {
    return this.#state
  }

  /** Opens a file. Never rejects: see `status` and `error`. */
  async open(file: Blob, name: string, reading: Reading): Promise<void> {
    const started = performance.now()
    // Reports come through another channel than the result and may be overtaken by it.
    const still = (...statuses: readonly HeapStatus[]) => statuses.includes(this.#state.status)
    try {
      await this.#client.open(
        file,
        name,
        {
          progress: (progress) => {
            if (!isOpening(this.#state.status)) return
            if (isCapture(progress)) this.proven()
            const loading = this.#state.loading ?? startOfLoading(reading.shallowOnly)
            this.#update({ loading: advance(loading, progress, performance.now() - started) })
          },
          stage: (stage) => {
            if (stage === 'early' && still('opening')) this.#update({ status: 'early' })
            if (stage === 'parsed' && still('opening', 'early')) this.#update({ status: 'parsed' })
            if (stage === 'totals' && still('opening')) this.#update({ status: 'totals' })
            void this.#learnFamily()
          },
          answering: (answering) => this.#update({ answering }),
        },
        reading,
      )
      this.proven()
      this.#update({ status: 'ready', loading: null, openedMs: performance.now() - started })
      void this.#learnFamily()
    } catch (error) {
      this.#update({ status: 'failed', loading: null, error: asHeapError(error) })
      this.end()
    }
  }

  /** Asks once whose heap it is, so that nothing that is drawn has to. */
  async #learnFamily(): Promise<void> {
    if (this.#state.family !== null) return
    try {
      const { family } = await this.ask('summary', [])
      this.#update({ family })
    } catch {
      // It was closed, or turns out to be no capture.
    }
  }

  /** Finds out how large it is: what is opened beside it has to know. Not known where it is closed meanwhile. */
  async weigh(): Promise<void> {
    if (this.#state.status !== 'ready') return
    try {
      const { nodes, edges, bytes } = await this.ask('summary', [])
      this.#update({ size: { nodes, edges, bytes } })
    } catch {
      // It was closed, or the estimate stays.
    }
  }

  /** Asks, as long as the signal is not aborted: a long answer ends then with `cancelled`. */
  ask<Q extends Question>(
    question: Q,
    args: Parameters<Questions[Q]>,
    signal?: AbortSignal,
    tell?: TellFraction,
  ): Promise<ReturnType<Questions[Q]>> {
    return this.#client.ask(question, args, signal, tell)
  }

  /** Writes the capture into the browser's storage. */
  save(request: SaveRequest, listener: SaveListener, signal: AbortSignal): Promise<Saved> {
    return this.#client.save(request, listener, signal)
  }

  /** Writes the capture as a container to be sent. */
  pack(
    request: PackRequest,
    progress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<PackedCapture> {
    return this.#client.pack(request, progress, signal)
  }

  get client(): HeapClient {
    return this.#client
  }

  /** Ends the worker at once, whatever it does; its memory is free. */
  end(): void {
    this.#ended = true
    this.#client.end()
  }

  #update(change: Partial<CaptureState>): void {
    if (this.#ended) return
    this.#state = { ...this.#state, ...change }
    this.changed(change)
  }
}

/** Once its header has been read, and it was not refused for its size. */
function isCapture({ phase, done }: Progress): boolean {
  return phase !== 'read' || done > MAX_HEADER_BYTES
}

function asHeapError(error: unknown): HeapError {
  if (error instanceof HeapError) return error
  return new HeapError('unreadable', `The analysis stopped unexpectedly: ${String(error)}`)
}

import { create } from 'zustand'
import { HeapError } from '#engine/base/error.ts'
import type { Progress } from '#engine/base/task.ts'
import { EVERYTHING, type Reading } from '#engine/format/v8/reading.ts'
import type { Question, Questions, Saved, SaveListener, SaveRequest } from '#protocol/worker.ts'
import { HeapClient } from '../client/heap-client.ts'
import { advance, startOfLoading, type Loading } from './loading.ts'

/**
 * `early`: lists and sizes as the file states them can be asked for while references are being read; `parsed`: so can
 * adjusted shallow sizes; `ready`: everything can.
 */
export type HeapStatus = 'none' | 'opening' | 'early' | 'parsed' | 'ready' | 'failed'

/** Whether there is something to ask. */
export function isOpen(status: HeapStatus): boolean {
  return status === 'early' || status === 'parsed' || status === 'ready'
}

export interface HeapState {
  readonly status: HeapStatus
  /** Counts the captures opened so far; tells answers about one from those about the next. */
  readonly capture: number
  readonly file: { readonly name: string; readonly size: number } | null
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

const NOTHING: HeapState = {
  status: 'none',
  capture: 0,
  file: null,
  loading: null,
  error: null,
  openedMs: null,
  answering: null,
  shallowOnly: false,
}

export const heapStore = create<HeapState>(() => NOTHING)

/** A part of what is known of the open capture, kept up to date in a component. */
export function useHeap<Part>(select: (state: HeapState) => Part): Part {
  return heapStore(select)
}

/** By then a capture's header has been read, and it was refused if it does not fit. */
const HEADER_BYTES = 4 << 20

let client: HeapClient | null = null
/** The capture that was open before, kept until the next one proves to be a capture. */
let aside: { readonly client: HeapClient; readonly state: HeapState } | null = null

/**
 * Opens a capture in a worker of its own, in place of the one before. Never rejects: see `status` and `error`.
 * @param size what to say of the file's size where the file is not what the user knows
 */
export async function openCapture(
  file: Blob,
  name: string,
  reading: Reading = EVERYTHING,
  size = file.size,
): Promise<void> {
  endClient()
  forget()
  const mine = new HeapClient()
  client = mine
  const update = (change: Partial<HeapState>) => {
    if (client === mine) heapStore.setState(change)
  }
  // Reports come through another channel than the result and may be overtaken by it.
  const still = (...statuses: readonly HeapStatus[]) => statuses.includes(heapStore.getState().status)
  const started = performance.now()
  const { shallowOnly } = reading
  update({
    status: 'opening',
    file: { name, size },
    loading: startOfLoading(shallowOnly),
    shallowOnly,
  })
  try {
    await mine.open(
      file,
      name,
      {
        progress: (progress) => {
          if (client !== mine || !still('opening', 'early', 'parsed')) return
          if (isCapture(progress)) dropAside()
          const loading = heapStore.getState().loading ?? startOfLoading(shallowOnly)
          update({ loading: advance(loading, progress, performance.now() - started) })
        },
        stage: (stage) => {
          if (stage === 'early' && still('opening')) update({ status: 'early' })
          if (stage === 'parsed' && still('opening', 'early')) update({ status: 'parsed' })
        },
        answering: (answering) => update({ answering }),
      },
      reading,
    )
    if (client === mine) dropAside()
    update({ status: 'ready', loading: null, openedMs: performance.now() - started })
  } catch (error) {
    update({ status: 'failed', loading: null, error: asHeapError(error) })
    mine.end()
  }
}

/** Shows why a capture could not even be fetched. */
export function failCapture(name: string, error: HeapError): void {
  endClient()
  forget()
  heapStore.setState({ status: 'failed', file: { name, size: 0 }, error })
}

/** Ends the worker at once, whatever it does, and the one put aside; their memory is free. */
export function closeCapture(): void {
  endClient()
  dropAside()
  forget()
}

/**
 * Keeps an open capture while another is tried, so that `resumeCapture` can bring it back at once. It is let go as soon
 * as the other proves to be a capture. One that is not ready ends here.
 * @returns whether a capture is now aside, be it since before
 */
export function putAside(): boolean {
  const state = heapStore.getState()
  if (client && state.status === 'ready') {
    dropAside()
    aside = { client, state }
    client = null
  } else endClient()
  forget()
  return aside !== null
}

/** Shows the capture that was put aside again, in place of what is open now. */
export function resumeCapture(): boolean {
  if (!aside) return false
  endClient()
  client = aside.client
  const { state } = aside
  aside = null
  heapStore.setState(({ capture }) => ({ ...state, capture: capture + 1 }))
  return true
}

/** Whether what is being opened has proved to be a capture that there is room for: from here on the memory is its own. */
function isCapture({ phase, done }: Progress): boolean {
  return phase !== 'read' || done > HEADER_BYTES
}

function endClient(): void {
  client?.end()
  client = null
}

function dropAside(): void {
  aside?.client.end()
  aside = null
}

function forget(): void {
  heapStore.setState(({ capture }) => ({ ...NOTHING, capture: capture + 1 }))
}

/**
 * Asks the open capture.
 * @throws HeapError as the session does, or `cancelled` when there is no capture (any more)
 */
export async function ask<Q extends Question>(
  question: Q,
  ...args: Parameters<Questions[Q]>
): Promise<ReturnType<Questions[Q]>> {
  return askWhile(undefined, question, ...args)
}

/** Asks as `ask` does, as long as the signal is not aborted: a long answer ends then with `cancelled`. */
export async function askWhile<Q extends Question>(
  signal: AbortSignal | undefined,
  question: Q,
  ...args: Parameters<Questions[Q]>
): Promise<ReturnType<Questions[Q]>> {
  if (!client) throw new HeapError('cancelled', 'No capture is open.')
  return client.ask(question, args, signal)
}

/**
 * Writes the open capture into the browser's storage. Goes on while the capture is put aside.
 * @throws HeapError, `cancelled` when the signal or closing the capture ends it
 */
export async function saveCapture(
  request: SaveRequest,
  listener: SaveListener,
  signal: AbortSignal,
): Promise<Saved> {
  if (!client) throw new HeapError('cancelled', 'No capture is open.')
  return client.save(request, listener, signal)
}

function asHeapError(error: unknown): HeapError {
  if (error instanceof HeapError) return error
  return new HeapError('unreadable', `The analysis stopped unexpectedly: ${String(error)}`)
}

import { create } from 'zustand'
import { HeapError } from '#engine/base/error.ts'
import { EVERYTHING, type Reading } from '#engine/format/v8/reading.ts'
import type { Question, Questions } from '#protocol/worker.ts'
import type { TellFraction } from '../client/heap-client.ts'
import { type CaptureState, type HeapStatus, NO_CAPTURE, OpenCapture } from './open-capture.ts'

/** Whether there is something to ask. */
export function isOpen(status: HeapStatus): boolean {
  return ['early', 'parsed', 'totals', 'ready'].includes(status)
}

/** The capture that the views show. */
export interface HeapState extends CaptureState {
  /** Counts the captures shown so far; tells answers about one from those about the next. */
  readonly capture: number
}

export const heapStore = create<HeapState>(() => ({ ...NO_CAPTURE, capture: 0 }))

/** A part of what is known of the capture shown, kept up to date in a component. */
export function useHeap<Part>(select: (state: HeapState) => Part): Part {
  return heapStore(select)
}

let shown: OpenCapture | null = null
/** The capture that was shown before, kept until the next one proves to be a capture. */
let aside: OpenCapture | null = null

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
  const capture = new OpenCapture(name, size, reading.shallowOnly)
  capture.proven = dropAside
  endShown()
  showOpened(capture)
  await capture.open(file, name, reading)
  await capture.weigh()
}

/** Shows a capture, be it open or still opening, in place of the one before, which must have been taken or ended. */
export function showOpened(opened: OpenCapture): void {
  shown = opened
  opened.changed = (change) => {
    if (shown === opened) heapStore.setState(change)
  }
  heapStore.setState(({ capture }) => ({ ...opened.state, capture: capture + 1 }))
}

/** Takes the capture that is shown out of the views without ending it. */
export function takeShown(): OpenCapture | null {
  const taken = shown
  shown = null
  forget()
  return taken
}

/** The capture that is shown. */
export function shownCapture(): OpenCapture | null {
  return shown
}

/** Makes everything that was asked about the capture shown be asked again. */
export function refreshShown(): void {
  heapStore.setState(({ capture }) => ({ capture: capture + 1 }))
}

/** Shows why a capture could not even be fetched. */
export function failCapture(name: string, error: HeapError): void {
  endShown()
  forget()
  heapStore.setState({ status: 'failed', file: { name, size: 0 }, error })
}

/** Ends the worker at once, whatever it does, and the one put aside; their memory is free. */
export function closeCapture(): void {
  endShown()
  dropAside()
  forget()
}

/**
 * Keeps an open capture while another is tried, so that `resumeCapture` can bring it back at once. It is let go as soon
 * as the other proves to be a capture. One that is not ready ends here.
 * @returns whether a capture is now aside, be it since before
 */
export function putAside(): boolean {
  if (shown?.state.status === 'ready') {
    dropAside()
    aside = shown
    shown = null
  } else endShown()
  forget()
  return aside !== null
}

/** Shows the capture that was put aside again, in place of what is open now. */
export function resumeCapture(): boolean {
  if (!aside) return false
  endShown()
  const resumed = aside
  aside = null
  showOpened(resumed)
  return true
}

function endShown(): void {
  shown?.end()
  shown = null
}

function dropAside(): void {
  aside?.end()
  aside = null
}

function forget(): void {
  heapStore.setState(({ capture }) => ({ ...NO_CAPTURE, capture: capture + 1 }))
}

/**
 * Asks the capture that is shown.
 * @throws HeapError as the session does, or `cancelled` when there is no capture (any more)
 */
export async function ask<Q extends Question>(
  question: Q,
  ...args: Parameters<Questions[Q]>
): Promise<ReturnType<Questions[Q]>> {
  return askWhile({}, question, ...args)
}

/** Who waits for an answer. */
interface Waiting {
  readonly signal?: AbortSignal
  readonly tell?: TellFraction
}

/** Asks as `ask` does, as long as the signal is not aborted: a long answer ends then with `cancelled`. */
export async function askWhile<Q extends Question>(
  { signal, tell }: Waiting,
  question: Q,
  ...args: Parameters<Questions[Q]>
): Promise<ReturnType<Questions[Q]>> {
  if (!shown) throw new HeapError('cancelled', 'No capture is open.')
  return shown.ask(question, args, signal, tell)
}

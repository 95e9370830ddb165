import { proxy, transfer, wrap, type Remote } from 'comlink'
import { HeapError } from '#engine/base/error.ts'
import type { Reading } from '#engine/format/v8/reading.ts'
import type { PairRow } from '#engine/model/diff-rows.ts'
import type {
  BesideRequest,
  HeapWorker,
  OpenListener,
  PackedCapture,
  PackRequest,
  Question,
  Questions,
  Reply,
  Saved,
  SaveListener,
  SaveRequest,
} from '#protocol/worker.ts'
import { valueOf } from '#protocol/reply.ts'
import { LentThread } from './lent-thread.ts'

/** What the page is told while a capture opens and questions about it are answered. */
export interface OpeningListener extends Pick<OpenListener, 'progress' | 'stage'> {
  /** How far the answer that was asked for first has come, 0 to 1; null when no long one is under way. */
  answering(fraction: number | null): void
}

/** Takes how far an answer has come, 0 to 1. */
export type TellFraction = (fraction: number) => void

/** One capture in one worker, and a second one to assist it. Ending them settles what is still open with `cancelled`. */
export class HeapClient {
  readonly #worker: Worker
  readonly #remote: Remote<HeapWorker>
  readonly #lent = new LentThread()
  readonly #death: Promise<never>
  #die: (error: HeapError) => void = () => {}
  #tickets = 0
  /** The askings that have no answer yet. */
  readonly #wanted = new Set<number>()
  /** How far the long answers under way have come, by ticket. */
  readonly #fractions = new Map<number, number>()
  /** Who wants to be told of that, by ticket. */
  readonly #told = new Map<number, TellFraction>()
  #listener: OpeningListener | null = null

  constructor() {
    this.#worker = new Worker(new URL('../../../workers/analysis.worker.ts', import.meta.url), {
      type: 'module',
      name: 'heapscope analysis',
    })
    this.#remote = wrap<HeapWorker>(this.#worker)
    this.#death = new Promise((_, reject) => {
      this.#die = reject
    })
    // Nobody may be waiting when it dies.
    this.#death.catch(() => {})
    this.#worker.addEventListener('error', (event) => this.#die(deathOf(event)))
    this.#worker.addEventListener('messageerror', () => this.#die(outOfMemory()))
  }

  /** Resolves when everything is computed. */
  async open(file: Blob, name: string, listener: OpeningListener, reading: Reading): Promise<void> {
    const lender = globalThis.crossOriginIsolated ? proxy(this.#lent) : null
    this.#listener = listener
    const told: OpenListener = {
      progress: (progress) => listener.progress(progress),
      stage: (stage) => listener.stage(stage),
      answering: (ticket, fraction) => {
        // Reports may come after the answer.
        if (this.#wanted.has(ticket)) this.#report(ticket, fraction)
      },
    }
    const opened = this.#remote.open(file, name, proxy(told), lender, reading)
    valueOf(await Promise.race([opened, this.#death]))
  }

  /**
   * @param signal tells that nobody wants the answer any more; a long one ends then with `cancelled`
   * @param tell takes how far a long answer has come, until it is there
   */
  async ask<Q extends Question>(
    question: Q,
    args: Parameters<Questions[Q]>,
    signal?: AbortSignal,
    tell?: TellFraction,
  ): Promise<ReturnType<Questions[Q]>> {
    // Comlink's types keep no generics; the protocol's do.
    return this.#answered(
      signal,
      (ticket) => this.#remote.ask(question, args, ticket) as Promise<Reply<ReturnType<Questions[Q]>>>,
      tell,
    )
  }

  /** Asks for something that may take long, and can be dropped. */
  async #answered<Value>(
    signal: AbortSignal | undefined,
    asked: (ticket: number) => Promise<Reply<Value>>,
    tell?: TellFraction,
  ): Promise<Value> {
    const ticket = ++this.#tickets
    this.#wanted.add(ticket)
    if (tell) this.#told.set(ticket, tell)
    const drop = (): void => void this.#remote.drop(ticket)
    signal?.addEventListener('abort', drop)
    try {
      return valueOf(await Promise.race([asked(ticket), this.#death]))
    } finally {
      signal?.removeEventListener('abort', drop)
      this.#wanted.delete(ticket)
      this.#told.delete(ticket)
      if (this.#fractions.has(ticket)) this.#report(ticket, null)
    }
  }

  /** Takes how far an answer has come, null when it is there, and tells of the one asked for first. */
  #report(ticket: number, fraction: number | null): void {
    if (fraction === null) this.#fractions.delete(ticket)
    else {
      this.#fractions.set(ticket, fraction)
      this.#told.get(ticket)?.(fraction)
    }
    const [first = null] = this.#fractions.values()
    this.#listener?.answering(first)
  }

  /** Writes what is open into the browser's storage; resolves when that is done. */
  async save(request: SaveRequest, listener: SaveListener, signal: AbortSignal): Promise<Saved> {
    signal.throwIfAborted()
    const stop = () => void this.#remote.stopSaving()
    signal.addEventListener('abort', stop)
    try {
      return valueOf(await Promise.race([this.#remote.save(request, proxy(listener)), this.#death]))
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  /** Writes what is open as a container to be sent; ends with `cancelled` where the signal is aborted. */
  async pack(
    request: PackRequest,
    progress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<PackedCapture> {
    signal.throwIfAborted()
    return this.#answered(signal, (ticket) => this.#remote.pack(request, proxy(progress), ticket))
  }

  /** A way for another capture's worker to this one. */
  offer(): MessagePort {
    const { port1, port2 } = new MessageChannel()
    void this.#remote.offer(transfer(port1, [port1]))
    return port2
  }

  /**
   * Puts this capture beside another one as its base; questions about what changed are of this pair from then on.
   * @param by how objects are told to be the same; null leaves it to what the ids say
   */
  async besideBase(base: HeapClient, request: BesideRequest, signal?: AbortSignal): Promise<PairRow> {
    const port = base.offer()
    return this.#answered(signal, (ticket) =>
      this.#remote.besideBase(request, transfer(port, [port]), ticket),
    )
  }

  /** Makes questions about what changed be of this pair, of those that were put beside each other. */
  async compareWith(key: string): Promise<void> {
    valueOf(await Promise.race([this.#remote.compareWith(key), this.#death]))
  }

  /** Lets a capture go that stood beside this one. */
  async standApart(key: string): Promise<void> {
    valueOf(await Promise.race([this.#remote.standApart(key), this.#death]))
  }

  end(): void {
    this.#worker.terminate()
    void this.#lent.end()
    this.#die(new HeapError('cancelled', 'Opening was cancelled.'))
  }
}

function deathOf(event: ErrorEvent): HeapError {
  if (/memory|allocation|array length|array buffer/i.test(event.message)) return outOfMemory()
  const detail = event.message ? `: ${event.message}` : ''
  return new HeapError('unreadable', `The analysis could not run in this browser${detail}.`)
}

function outOfMemory(): HeapError {
  return new HeapError(
    'out-of-memory',
    'The browser ran out of memory for this capture: close other tabs, or analyse it with the command line.',
  )
}

import type { Endpoint } from 'comlink'
import type { HeapErrorCode, Place, TextSpan } from '#engine/base/error.ts'
import type { Progress, TaskHost } from '#engine/base/task.ts'
import type { BaseSide } from '#engine/beside.ts'
import type { Reading } from '#engine/format/v8/reading.ts'
import type { Digest, MatchedBy } from '#engine/model/digest.ts'
import type { PairRow } from '#engine/model/diff-rows.ts'
import type { Stage } from '#engine/model/rows.ts'
import type { DeepAnswer, DeepArguments, DeepQuestion } from '#engine/questions/questions.ts'
import type { Session } from '#engine/session.ts'

/** An answer that keeps what an Error would lose on its way between threads. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false
      readonly code: HeapErrorCode
      readonly message: string
      readonly place?: Place
      readonly at?: TextSpan
    }

/** What a session answers as soon as it can: every method that takes and returns plain data. */
type SessionQuestions = Pick<
  Session,
  | 'summary'
  | 'kinds'
  | 'classes'
  | 'classByKey'
  | 'instances'
  | 'objects'
  | 'nodeById'
  | 'object'
  | 'references'
  | 'retainers'
  | 'dominated'
  | 'find'
>

/** A method without what the worker itself lends it, and with what its promise holds. */
type Asking<Method> = Method extends (...args: [...infer Args, host: TaskHost]) => Promise<infer Answer>
  ? (...args: Args) => Answer
  : Method

/** All questions: the session's own, and those about a whole heap. */
export type Questions = { readonly [Q in keyof SessionQuestions]: Asking<SessionQuestions[Q]> } & {
  readonly [Q in DeepQuestion]: (...args: DeepArguments<Q>) => DeepAnswer<Q>
}
export type Question = keyof Questions
export type SessionQuestion = keyof SessionQuestions

/** Told while a capture opens. Passed with Comlink's `proxy`. */
export interface OpenListener {
  progress(progress: Progress): void
  stage(stage: Stage): void
  /** How far a long answer has come, by its ticket; `fraction` goes from 0 to 1. */
  answering(ticket: number, fraction: number): void
}

/**
 * Lends a worker a second thread. The page owns that thread too, so that it can end both: Chromium keeps a worker for
 * ever that is ended while one of its own is ending. Passed with Comlink's `proxy`.
 */
export interface ThreadLender {
  /** Starts the thread; resolves with the way to it. */
  start(): Promise<Endpoint>
  /** Rejects when the thread dies, and never settles otherwise. */
  death(): Promise<never>
  end(): Promise<void>
}

/** The folder of the browser's origin-private file system that analyses are kept in. */
export const ANALYSES_FOLDER = 'analyses'

export interface SaveRequest {
  /** The file to write in that folder. It must not be there yet; nothing of it stays when saving fails. */
  readonly part: string
  /** It may have this many bytes. */
  readonly most: number
}

/** Told while an analysis is saved. Passed with Comlink's `proxy`. */
export interface SaveListener {
  /** @param fraction of the whole, 0 to 1 */
  progress(fraction: number): void
  /** Deletes something else where the browser has no room left; resolves to whether there was anything. */
  makeRoom(): Promise<boolean>
}

export interface Saved {
  /** `ContentHash` of the file that was opened. */
  readonly contentHash: string
  /** The container's length. */
  readonly bytes: number
}

/** How a capture is written to be sent. */
export interface PackRequest {
  /** 8 words: values are left out, and those that are equal get the same mark with the same key. Null keeps values. */
  readonly key: Uint32Array | null
  /** Names that are keys in any capture of the share, see the question `redactionKeys`; null where it is alone. */
  readonly keys: Uint32Array | null
  /** What the container calls the capture. */
  readonly name: string
  /** Keys of findings that are told of beside it. */
  readonly findings: readonly string[]
}

/** A capture as it is sent. */
export interface PackedCapture {
  readonly file: Blob
  /** What the findings are called in it, by their keys here. Those that no rule finds without values are not in it. */
  readonly findings: ReadonlyMap<string, string>
}

/** How a capture is put beside another one. */
export interface BesideRequest {
  /** What this capture calls the other from now on, and the other this one. */
  readonly key: string
  readonly keyThere: string
  /** How objects are told to be the same; null leaves it to what the ids say. */
  readonly by: MatchedBy | null
}

/** What one worker asks another one for, over a port of their own: columns do not pass through the page. */
export interface Neighbour {
  digest(paths: boolean): Promise<Reply<Digest>>
  besideTarget(key: string, target: Digest, told: BaseSide): Promise<Reply<null>>
}

/** What the analysis worker offers, through Comlink. One worker holds one capture; ending the worker frees it. */
export interface HeapWorker {
  /**
   * Opens a capture; resolves when everything is computed. `listener.stage('parsed')` comes as soon as lists can be
   * asked for, `'totals'` in its place where a container's classes can; where that takes long, `'early'` comes before, once
   * they can by what nodes and strings say.
   * @param lender null where threads may not share memory
   */
  open(
    file: Blob,
    name: string,
    listener: OpenListener,
    lender: ThreadLender | null,
    reading: Reading,
  ): Promise<Reply<null>>
  /** @param ticket names this asking, for `drop` */
  ask<Q extends Question>(
    question: Q,
    args: Parameters<Questions[Q]>,
    ticket: number,
  ): Promise<Reply<ReturnType<Questions[Q]>>>
  /** Nobody wants the answer any more: where it takes long, it ends with `cancelled`. */
  drop(ticket: number): void
  /**
   * Writes what is open, once everything about it is known, as a container into the browser's own storage; a container
   * is copied as it is. Questions are answered meanwhile.
   */
  save(request: SaveRequest, listener: SaveListener): Promise<Reply<Saved>>
  /** Writes what is open as a container to be sent, once everything about it is known; `drop` ends it. */
  pack(
    request: PackRequest,
    progress: (fraction: number) => void,
    ticket: number,
  ): Promise<Reply<PackedCapture>>
  /** Lets another worker be a neighbour of this one, over a port. */
  offer(port: MessagePort): void
  /**
   * Puts this capture, the target, beside the one behind a port, once everything is known about both; questions about what
   * changed are of this pair from then on. How far it has come is told as of an answer.
   */
  besideBase(request: BesideRequest, port: MessagePort, ticket: number): Promise<Reply<PairRow>>
  /** Makes questions about what changed be of this pair, of those that were put beside each other. */
  compareWith(key: string): Promise<Reply<null>>
  /** Lets a capture go that stood beside this one. */
  standApart(key: string): Promise<Reply<null>>
  /** Ends `save` with `cancelled`, if it goes on. */
  stopSaving(): void
}

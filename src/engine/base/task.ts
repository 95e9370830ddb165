import type { BlockCodec } from './block-codec.ts'
import { HeapError } from './error.ts'

/** The long steps of opening a heap, in their order, of saving one, and of answering a question about it. */
export type Phase =
  | 'read'
  | 'shallow sizes'
  | 'classes'
  | 'distances'
  | 'edges'
  | 'dominators'
  | 'retained sizes'
  | 'retainers'
  | 'redact'
  | 'write'
  | 'answer'

/** How far a task has come: `done` of `total` units of the current phase (bytes while reading, steps otherwise). */
export interface Progress {
  readonly phase: Phase
  readonly done: number
  readonly total: number
}

/** How long one phase took, in milliseconds. */
export interface PhaseTime {
  readonly name: Phase
  readonly ms: number
}

/** What the surroundings lend to a long computation. The engine itself knows no clock, no event loop and no screen. */
export interface TaskHost {
  /** Milliseconds from any fixed moment. */
  now(): number
  /** Gives the event loop a turn, so that messages (a cancel, a question) are handled. */
  pause(): Promise<void>
  readonly signal?: { readonly aborted: boolean }
  progress?(progress: Progress): void
  /** Where the host has something faster than the platform's own streams. */
  readonly codec?: BlockCodec
}

/** A loop that holds the thread longer than this gives the event loop a turn. Cancelling takes effect within it. */
const SLICE_MS = 30

/**
 * One long computation: reports its phases, lets the event loop breathe and stops when it is cancelled.
 *
 * A loop calls `tick` every few ten thousand cheap steps and awaits the result only when there is one:
 * `const wait = task.tick(i); if (wait) await wait`.
 */
export class Task {
  readonly #host: TaskHost
  readonly #times: { name: Phase; ms: number }[] = []
  #phase: Phase = 'read'
  #total = 0
  #started: number
  #sliceEnd: number
  /** What goes before. */
  #before: Promise<void> | null = null

  constructor(host: TaskHost) {
    this.#host = host
    this.#started = host.now()
    this.#sliceEnd = this.#started + SLICE_MS
  }

  /** Ends the phase before and begins `phase`, which has `total` units of work. */
  begin(phase: Phase, total: number): void {
    this.end()
    this.#phase = phase
    this.#total = total
    this.#times.push({ name: phase, ms: 0 })
    this.#report(0)
  }

  /** Ends the current phase and takes its time. */
  end(): void {
    const now = this.#host.now()
    const last = this.#times.at(-1)
    if (last) {
      last.ms += now - this.#started
      this.#report(this.#total)
    }
    this.#started = now
  }

  /**
   * Says that `done` units of the phase are behind us.
   * @returns a promise to await when it is time to let others run, else undefined
   * @throws HeapError `cancelled` when the host's signal is aborted
   */
  tick(done: number): Promise<void> | undefined {
    this.#throwIfCancelled()
    return this.#host.now() < this.#sliceEnd ? undefined : this.#breathe(done)
  }

  /**
   * Waits for work that another thread does for this phase.
   * @param start begins it; its argument takes the fraction that is done
   * @throws HeapError `cancelled` at the first report after the host's signal is aborted
   */
  waitFor<Result>(start: (report: (fraction: number) => void) => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const report = (fraction: number): void => {
        try {
          this.#throwIfCancelled()
          this.#report(fraction * this.#total)
        } catch (error) {
          reject(error)
        }
      }
      start(report).then(resolve, reject)
    })
  }

  /**
   * Does something else first: from its next turn on a loop of this task waits until that is done.
   * @param work gets a task of its own, which is cancelled with this one and reports nothing. What it throws is dropped
   */
  giveWayTo(work: (task: Task) => Promise<void>): void {
    this.#before = this.#letPass(work)
  }

  get times(): readonly PhaseTime[] {
    return this.#times
  }

  async #letPass(work: (task: Task) => Promise<void>): Promise<void> {
    try {
      await work(new Task(silent(this.#host)))
    } catch {
      // Whose work it is hears of it, or has gone on without.
    }
    this.#before = null
  }

  async #breathe(done: number): Promise<void> {
    this.#report(done)
    await this.#host.pause()
    await this.#before
    this.#throwIfCancelled()
    this.#sliceEnd = this.#host.now() + SLICE_MS
  }

  #throwIfCancelled(): void {
    if (this.#host.signal?.aborted) {
      throw new HeapError('cancelled', 'This was cancelled.')
    }
  }

  #report(done: number): void {
    this.#host.progress?.({ phase: this.#phase, done, total: this.#total })
  }
}

/** The same host, who hears of no progress. */
export function silent(host: TaskHost): TaskHost {
  const { signal } = host
  return { now: () => host.now(), pause: () => host.pause(), ...(signal && { signal }) }
}

/** Adds what a task took for each phase to what others took for the same. */
export function addTimes(phases: PhaseTime[], { times }: Task): void {
  for (const { name, ms } of times) {
    const at = phases.findIndex((phase) => phase.name === name)
    if (at === -1) phases.push({ name, ms })
    else phases[at] = { name, ms: phases[at]!.ms + ms }
  }
}

/** What waits in the background goes on once nobody has waited for an answer for so long. */
const QUIET_MS = 250

/** Knows when somebody was answered last, so that work which can wait does. */
export class Quiet {
  readonly #now: () => number
  #answering = 0
  #lastAnswered = Number.NEGATIVE_INFINITY

  constructor(now: () => number) {
    this.#now = now
  }

  /** Does work that somebody waits for: until it is over it is not quiet. */
  async during<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#answering++
    try {
      return await work()
    } finally {
      this.#answering--
      this.#lastAnswered = this.#now()
    }
  }

  /** Resolves when nobody has waited for a while, or waiting is of no use any more. */
  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      const left = this.#left()
      if (left <= 0 || signal.aborted) return
      await new Promise((resolve) => setTimeout(resolve, left))
    }
  }

  /** Until it may be quiet, at least, in milliseconds. */
  #left(): number {
    return this.#answering > 0 ? QUIET_MS : this.#lastAnswered + QUIET_MS - this.#now()
  }
}

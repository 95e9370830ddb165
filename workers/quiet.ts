/** What waits in the background goes on once nobody has asked anything for so long. */
const QUIET_MS = 250

/** Knows when somebody asked last, so that work which can wait does. */
export class Quiet {
  readonly #now: () => number
  #lastAsked = Number.NEGATIVE_INFINITY

  constructor(now: () => number) {
    this.#now = now
  }

  asked(): void {
    this.#lastAsked = this.#now()
  }

  /** Resolves when nobody has asked for a while, or waiting is of no use any more. */
  async wait(signal: AbortSignal): Promise<void> {
    for (;;) {
      const left = this.#lastAsked + QUIET_MS - this.#now()
      if (left <= 0 || signal.aborted) return
      await new Promise((resolve) => setTimeout(resolve, left))
    }
  }
}

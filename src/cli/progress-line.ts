import { SingleBar } from 'cli-progress'
import type { TextStream } from './io.ts'

/** Work that is done sooner gets no bar: it would only flicker. */
const PATIENCE_MS = 300

const PHASE_WIDTH = 'retained sizes'.length
const LONGEST_BAR = 30

/** How long the bar may be so that phase and percent stand on the same line; the last column stays free. */
function barSize(columns = 80): number {
  const others = PHASE_WIDTH + '  100 % '.length
  return Math.max(3, Math.min(LONGEST_BAR, columns - others))
}

/** How far work has come: `done` of `total` units of a phase. */
export interface Step {
  readonly phase: string
  readonly done: number
  readonly total: number
}

/** One line on a terminal that shows the phase and how far it has come; silent on anything else. */
export class ProgressLine {
  readonly #bar: SingleBar | undefined
  readonly #due = performance.now() + PATIENCE_MS
  #shown = false

  constructor(stream: TextStream) {
    if (stream.isTTY) {
      this.#bar = new SingleBar({
        stream,
        format: '{phase} {bar} {percentage} %',
        barCompleteChar: '█',
        barIncompleteChar: '░',
        barsize: barSize(stream.columns),
        clearOnComplete: true,
        // Ctrl+C ends the process at once, so nothing about the terminal may need to be put back.
        linewrap: true,
        hideCursor: false,
        gracefulExit: false,
      })
    }
  }

  show({ phase, done, total }: Step): void {
    if (!this.#bar || performance.now() < this.#due) return
    // Where the size is not known (a pipe), the bar stays empty and only the phase changes.
    const end = Math.max(total, 1)
    const payload = { phase: phase.padEnd(PHASE_WIDTH) }
    if (!this.#shown) {
      this.#shown = true
      this.#bar.start(end, 0, payload)
    }
    this.#bar.setTotal(end)
    this.#bar.update(total > 0 ? Math.min(done, end) : 0, payload)
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#shown) this.#bar?.stop()
  }
}

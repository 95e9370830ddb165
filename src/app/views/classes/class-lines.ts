/** An open class: its place among the classes, and how many lines hang below it. */
export interface OpenClass {
  readonly position: number
  readonly lines: number
}

/** What stands on a line: the class at `position`, or line `below` of those that hang from it. */
export interface ClassLine {
  readonly position: number
  readonly below: number | null
}

/**
 * Which class or instance stands on which line, when some classes are open. Costs nothing per class: only the open ones
 * are looked at.
 */
export class ClassLines {
  readonly #classes: number
  /** Ascending by position. */
  readonly #open: readonly OpenClass[]

  constructor(classes: number, open: readonly OpenClass[]) {
    this.#classes = classes
    this.#open = open.toSorted((a, b) => a.position - b.position)
  }

  /** How many lines there are. */
  get total(): number {
    return this.#open.reduce((lines, { lines: below }) => lines + below, this.#classes)
  }

  at(line: number): ClassLine {
    let skipped = 0
    for (const { position, lines } of this.#open) {
      const below = line - skipped - position - 1
      if (below < 0) break
      if (below < lines) return { position, below }
      skipped += lines
    }
    return { position: line - skipped, below: null }
  }

  /** The line on which the class at `position` stands. */
  lineOf(position: number): number {
    return this.#open.reduce((line, open) => (open.position < position ? line + open.lines : line), position)
  }
}

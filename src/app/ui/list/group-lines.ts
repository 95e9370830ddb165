/** An open group: its place among the groups, and how many lines hang below it. */
export interface OpenGroup {
  readonly position: number
  readonly lines: number
}

/** What stands on a line: the group at `position`, or line `below` of those that hang from it. */
export interface GroupLine {
  readonly position: number
  readonly below: number | null
}

/**
 * Which group or member stands on which line, when some groups are open. Costs nothing per group: only the open ones are
 * looked at.
 */
export class GroupLines {
  readonly #groups: number
  /** Ascending by position. */
  readonly #open: readonly OpenGroup[]

  constructor(groups: number, open: readonly OpenGroup[]) {
    this.#groups = groups
    this.#open = open.toSorted((a, b) => a.position - b.position)
  }

  /** How many lines there are. */
  get total(): number {
    return this.#open.reduce((lines, { lines: below }) => lines + below, this.#groups)
  }

  at(line: number): GroupLine {
    let skipped = 0
    for (const { position, lines } of this.#open) {
      const below = line - skipped - position - 1
      if (below < 0) break
      if (below < lines) return { position, below }
      skipped += lines
    }
    return { position: line - skipped, below: null }
  }

  /** The line on which the group at `position` stands. */
  lineOf(position: number): number {
    return this.#open.reduce((line, open) => (open.position < position ? line + open.lines : line), position)
  }
}

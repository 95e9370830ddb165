import type { Page } from '#engine/model/rows.ts'

/** What a `PagedList` is made of. */
export interface PagedListOptions<Row> {
  /** Asks for the rows from `start` to `end` (exclusive). */
  readonly fetch: (start: number, end: number) => Promise<Page<Row>>
  /** Called whenever an answer came that can be seen: rows that were looked for, another length, an error. */
  readonly changed: () => void
  readonly blockSize?: number
  /** Names a row; with it `placeOf` finds rows that were seen once. */
  readonly keyOf?: (row: Row) => string
}

/** A row and its place in the list. */
export interface Placed<Row> {
  readonly index: number
  readonly row: Row
}

interface Block<Row> {
  rows: readonly Row[] | null
  /** Whether anybody looked for its rows while they were not here. */
  missed: boolean
  /** When it was last on screen; the oldest blocks are dropped first. */
  used: number
}

/** The number of blocks that are kept: enough for any screen. */
const KEEP = 64

/** A long list of which only the stretches on screen are held, in blocks. Never more than `KEEP` blocks are held. */
export class PagedList<Row> {
  readonly #options: PagedListOptions<Row>
  readonly #blockSize: number
  readonly #blocks = new Map<number, Block<Row>>()
  readonly #places = new Map<string, Placed<Row>>()
  #clock = 0
  #sought = 0
  #total: number | null = null
  #all = 0
  #error: unknown = null
  #stopped = false

  constructor(options: PagedListOptions<Row>) {
    this.#options = options
    this.#blockSize = options.blockSize ?? 100
  }

  /** How many rows pass the filter; null until the first answer. */
  get total(): number | null {
    return this.#total
  }

  /** How many there are without the filter. */
  get all(): number {
    return this.#all
  }

  /** What the last question that failed threw, or null. */
  get error(): unknown {
    return this.#error
  }

  /** Row `index`, or undefined while it is not here. */
  row(index: number): Row | undefined {
    const block = this.#blocks.get(this.#blockOf(index))
    if (block && !block.rows) block.missed = true
    return block?.rows?.[index % this.#blockSize]
  }

  /** Where the row named `key` stands, if it was ever seen. */
  placeOf(key: string): Placed<Row> | undefined {
    return this.#places.get(key)
  }

  /**
   * Asks for the rows from `start` to `end` (exclusive) that are neither here nor on their way; and, once the length is
   * known, for those about them, so that whoever scrolls on finds them there.
   */
  want(start: number, end: number): void {
    this.#touchRows(start, end, true)
    if (this.#total !== null) this.#touchRows(start - this.#ahead, end + this.#ahead, false)
  }

  /** Asks for the next block that was never seen, to find a row by its key. */
  seek(): void {
    while (this.#blocks.get(this.#sought)?.rows) this.#sought += 1
    const start = this.#sought * this.#blockSize
    if (this.#error === null && start < (this.#total ?? 1)) this.#touchRows(start, start + 1, true)
  }

  /** Lets what failed be asked for again. */
  retry(): void {
    this.#error = null
    for (const [block, entry] of this.#blocks) if (!entry.rows) this.#blocks.delete(block)
    this.#options.changed()
  }

  /** Asks for nothing more and ignores what is still under way. What is here stays readable. */
  stop(): void {
    this.#stopped = true
  }

  get #ahead(): number {
    return this.#blockSize / 2
  }

  #blockOf(row: number): number {
    return Math.floor(row / this.#blockSize)
  }

  #touchRows(start: number, end: number, missed: boolean): void {
    if (this.#stopped) return
    this.#clock += 1
    const last = this.#blockOf(Math.min(end, this.#total ?? end) - 1)
    for (let block = this.#blockOf(Math.max(0, start)); block <= last; block++) this.#touch(block, missed)
  }

  #touch(block: number, missed: boolean): void {
    const known = this.#blocks.get(block)
    if (known) {
      known.used = this.#clock
      known.missed ||= missed
      return
    }
    this.#blocks.set(block, { rows: null, missed, used: this.#clock })
    this.#forget()
    void this.#load(block)
  }

  async #load(block: number): Promise<void> {
    const start = block * this.#blockSize
    try {
      const page = await this.#options.fetch(start, start + this.#blockSize)
      if (!this.#stopped && this.#take(block, page)) this.#options.changed()
    } catch (error) {
      if (this.#stopped) return
      // The block stays, empty, so that the list on screen does not ask again and again; `retry` lets go of it.
      this.#error = error
      this.#options.changed()
    }
  }

  /** @returns whether it can be seen */
  #take(block: number, page: Page<Row>): boolean {
    const isNews = this.#total !== page.total || this.#all !== page.all || this.#error !== null
    this.#total = page.total
    this.#all = page.all
    this.#error = null
    const entry = this.#blocks.get(block)
    if (entry) entry.rows = page.rows
    const { keyOf } = this.#options
    if (keyOf) {
      for (const [i, row] of page.rows.entries()) this.#places.set(keyOf(row), { index: page.start + i, row })
    }
    return isNews || entry?.missed === true
  }

  #forget(): void {
    while (this.#blocks.size > KEEP) {
      let oldest = -1
      let used = Infinity
      for (const [block, entry] of this.#blocks) {
        if (entry.used < used) [oldest, used] = [block, entry.used]
      }
      this.#blocks.delete(oldest)
    }
  }
}

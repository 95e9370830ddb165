import type { Page } from '#engine/model/rows.ts'

/** What a `PagedList` is made of. */
export interface PagedListOptions<Row> {
  /** Asks for the rows from `start` to `end` (exclusive). */
  readonly fetch: (start: number, end: number) => Promise<Page<Row>>
  /** Called whenever an answer came. */
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
    return this.#blocks.get(Math.floor(index / this.#blockSize))?.rows?.[index % this.#blockSize]
  }

  /** Where the row named `key` stands, if it was ever seen. */
  placeOf(key: string): Placed<Row> | undefined {
    return this.#places.get(key)
  }

  /** Asks for the rows from `start` to `end` (exclusive) that are neither here nor on their way. */
  want(start: number, end: number): void {
    if (this.#stopped) return
    this.#clock += 1
    const last = Math.ceil(Math.min(end, this.#total ?? end) / this.#blockSize)
    for (let block = Math.floor(start / this.#blockSize); block < last; block++) this.#touch(block)
  }

  /** Asks for the next block that was never seen, to find a row by its key. */
  seek(): void {
    const start = this.#sought * this.#blockSize
    if (this.#error === null && start < (this.#total ?? 1)) this.want(start, start + 1)
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

  #touch(block: number): void {
    const known = this.#blocks.get(block)
    if (known) {
      known.used = this.#clock
      return
    }
    this.#blocks.set(block, { rows: null, used: this.#clock })
    this.#forget()
    void this.#load(block)
  }

  async #load(block: number): Promise<void> {
    const start = block * this.#blockSize
    try {
      const page = await this.#options.fetch(start, start + this.#blockSize)
      if (this.#stopped) return
      this.#take(block, page)
    } catch (error) {
      if (this.#stopped) return
      // The block stays, empty, so that the list on screen does not ask again and again; `retry` lets go of it.
      this.#error = error
    }
    this.#options.changed()
  }

  #take(block: number, page: Page<Row>): void {
    this.#total = page.total
    this.#all = page.all
    this.#error = null
    const entry = this.#blocks.get(block)
    if (entry) entry.rows = page.rows
    if (block === this.#sought) this.#sought += 1
    const { keyOf } = this.#options
    if (!keyOf) return
    for (const [i, row] of page.rows.entries()) this.#places.set(keyOf(row), { index: page.start + i, row })
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

import type { Page } from '#engine/model/rows.ts'

type Fetch<Row> = (start: number, end: number) => Promise<Page<Row>>

interface Block<Row> {
  rows: readonly Row[] | null
  /** When it was last on screen; the oldest blocks are dropped first. */
  used: number
}

/** The smallest number of blocks that may be dropped to: enough for any screen. */
const KEEP = 64

/**
 * A long list of which only the stretches on screen are held, in blocks of `blockSize` rows. `want` asks for what is
 * missing; `changed` is called whenever an answer came. Never more than `KEEP` blocks are held.
 */
export class PagedList<Row> {
  readonly #fetch: Fetch<Row>
  readonly #changed: () => void
  readonly #blockSize: number
  readonly #blocks = new Map<number, Block<Row>>()
  #clock = 0
  #total: number | null = null
  #all = 0
  #error: unknown = null
  #closed = false

  constructor(fetch: Fetch<Row>, changed: () => void, blockSize = 100) {
    this.#fetch = fetch
    this.#changed = changed
    this.#blockSize = blockSize
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

  /** Asks for the rows from `start` to `end` (exclusive) that are neither here nor on their way. */
  want(start: number, end: number): void {
    if (this.#closed) return
    this.#clock += 1
    const last = Math.ceil(Math.min(end, this.#total ?? end) / this.#blockSize)
    for (let block = Math.floor(start / this.#blockSize); block < last; block++) this.#touch(block)
  }

  /** Lets what failed be asked for again. */
  retry(): void {
    this.#error = null
    for (const [block, entry] of this.#blocks) if (!entry.rows) this.#blocks.delete(block)
    this.#changed()
  }

  /** Drops everything; answers that are still under way are ignored. */
  close(): void {
    this.#closed = true
    this.#blocks.clear()
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
      const page = await this.#fetch(start, start + this.#blockSize)
      if (this.#closed) return
      this.#total = page.total
      this.#all = page.all
      this.#error = null
      const entry = this.#blocks.get(block)
      if (entry) entry.rows = page.rows
    } catch (error) {
      if (this.#closed) return
      // The block stays, empty, so that the list on screen does not ask again and again; `retry` lets go of it.
      this.#error = error
    }
    this.#changed()
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

import type { PossibleTails, TailBounds, TailFindings, TailReader, TailRequest } from './read-edge-tail.ts'

/** Where the other thread looks for places to begin: it cannot before this one has read all nodes. */
const FIRST_PART = 0.5
/** The same where somebody waits for the strings, which it reads next: by then this thread is further. */
const FIRST_PART_BEFORE_EARLY = 0.65
/** The part of the edges left that this thread reads itself, when the other one begins: that has more to do afterwards. */
const OWN_PART = 0.55
/** With fewer bytes of edges than these there is nothing to gain. */
const MIN_BYTES = 1 << 20
/** Bytes of a node's text, at a guess. */
const NODE_TEXT = 24
/** Bytes of an edge's text besides the digits of its target: type, name and commas. */
const EDGE_TEXT = 5

/** What the header of a file says about its length, and where its nodes begin. */
export interface Layout {
  readonly nodes: number
  readonly nodeStride: number
  readonly edges: number
  readonly edgeStride: number
  readonly nodesAt: number
}

/** Where the edges go. */
type Columns = Omit<TailRequest, 'origin' | 'bounds'>

/** The last part of the edges, which another thread reads while this one reads the first. */
export class EdgeTail {
  /** How far this thread is, in bytes. */
  reached = 0
  /** Whether this thread has passed over it. */
  taken = false
  /** What the other thread should have done before it reads the tail. */
  before: Promise<unknown> = Promise.resolve()
  /** Where the section ends, once the other thread has found it; null where it does not. */
  readonly found: Promise<Pick<TailBounds, 'end'> | null>
  readonly #reader: TailReader
  readonly #origin: unknown
  #possible: PossibleTails = []
  #bounds: TailBounds | null = null
  /** Whether that is final. */
  #isChosen = false
  #columns: Columns | null = null
  #findings: Promise<TailFindings> | null = null

  /**
   * Lets the other thread find the tail, while this one reads the nodes.
   * @param early whether somebody waits for what is known before the edges are read
   */
  constructor(reader: TailReader, origin: unknown, layout: Layout, early: boolean) {
    this.#reader = reader
    this.#origin = origin
    // Where it fails this thread reads everything.
    this.found =
      lengthOf(layout) >= MIN_BYTES ? this.#find(layout, early).catch(() => null) : Promise.resolve(null)
  }

  /** Says where the edges go. */
  prepare(columns: Columns): void {
    this.#columns = columns
    this.#begin()
  }

  /** The tail, where the other thread reads it and this one has not come to it after `byte`. */
  after(byte: number): TailBounds | null {
    return this.#bounds && this.#bounds.start > byte ? this.#bounds : null
  }

  /** Where it begins, or where it may at the earliest, once that is known. */
  get start(): number | null {
    return (this.#isChosen ? this.#bounds : this.#possible[0])?.start ?? null
  }

  /** Whether the other thread reads it. */
  get isRequested(): boolean {
    return this.#findings !== null
  }

  /** Waits until it is read; null where neither thread has read it. */
  async findings(): Promise<TailFindings | null> {
    try {
      const findings = await this.#findings
      return this.taken ? findings : null
    } catch {
      return null
    }
  }

  async #find(layout: Layout, early: boolean): Promise<Pick<TailBounds, 'end'> | null> {
    const from = startOf(layout, early ? FIRST_PART_BEFORE_EARLY : FIRST_PART)
    const search = { origin: this.#origin, from, stride: layout.edgeStride }
    this.#possible = await this.#reader.findTails(search)
    this.#begin()
    return this.#possible[0] ?? null
  }

  /** Once both are known, and this thread has not come to the last place where the other may begin. */
  #begin(): void {
    const columns = this.#columns
    if (!columns) return
    const { declared } = columns.shape
    this.#bounds = this.#open(declared).at(-1) ?? null
    if (!this.#bounds) return
    this.#findings = this.before.then(() => {
      // This thread has come to the last place and waits there, or the other begins where both have as much to read.
      if (!this.taken) this.#bounds = this.#choose(this.#open(declared)) ?? this.#bounds
      this.#isChosen = true
      return this.#reader.readTail({ origin: this.#origin, bounds: this.#bounds!, ...columns })
    })
    // It may fail before anyone waits for it; who waits is told.
    this.#findings.catch(() => {})
  }

  /** Where the other thread can begin. */
  #open(declared: number): TailBounds[] {
    return this.#possible.filter(({ start, edges }) => start > this.reached && edges <= declared)
  }

  /** The tail that leaves this thread its part of what is left. */
  #choose(open: readonly TailBounds[]): TailBounds | undefined {
    const from = this.reached + OWN_PART * ((open[0]?.end ?? 0) - this.reached)
    return open.find(({ start }) => start >= from)
  }
}

/** About where the other thread's part begins at the earliest. */
function startOf(layout: Layout, firstPart: number): number {
  return layout.nodesAt + layout.nodes * NODE_TEXT + Math.floor(lengthOf(layout) * firstPart)
}

/** About how many bytes the edges have. */
function lengthOf({ nodes, nodeStride, edges }: Layout): number {
  return edges * (String(nodes * nodeStride).length + EDGE_TEXT)
}

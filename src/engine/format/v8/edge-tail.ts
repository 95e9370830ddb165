import type { TailBounds, TailFindings, TailReader, TailRequest } from './read-edge-tail.ts'

/**
 * The part of the edges that this thread reads itself: it has the nodes before them, the other one the locations and
 * strings behind them.
 */
const OWN_PART = 0.5
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
  /** Where it is, once the other thread has found it; null where it does not. */
  readonly found: Promise<TailBounds | null>
  readonly #reader: TailReader
  readonly #origin: unknown
  #bounds: TailBounds | null = null
  #columns: Columns | null = null
  #findings: Promise<TailFindings> | null = null

  /** Lets the other thread find the tail, while this one reads the nodes. */
  constructor(reader: TailReader, origin: unknown, layout: Layout) {
    this.#reader = reader
    this.#origin = origin
    // Where it fails this thread reads everything.
    this.found = lengthOf(layout) >= MIN_BYTES ? this.#find(layout).catch(() => null) : Promise.resolve(null)
  }

  /** Says where the edges go. */
  prepare(columns: Columns): void {
    this.#columns = columns
    this.#begin()
  }

  /** The tail, where the other thread reads it and this one has not come to it after `byte`. */
  after(byte: number): TailBounds | null {
    return this.#findings && this.#bounds!.start > byte ? this.#bounds : null
  }

  /** Where it begins, once that is known. */
  get start(): number | null {
    return this.#bounds?.start ?? null
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

  async #find(layout: Layout): Promise<TailBounds | null> {
    const search = { origin: this.#origin, from: startOf(layout), stride: layout.edgeStride }
    this.#bounds = await this.#reader.findTail(search)
    this.#begin()
    return this.#bounds
  }

  /** Once both are known, and this thread has not come to where the other will write. */
  #begin(): void {
    const bounds = this.#bounds
    const columns = this.#columns
    if (!bounds || !columns || bounds.start <= this.reached || bounds.edges > columns.shape.declared) return
    const request = { origin: this.#origin, bounds, ...columns }
    this.#findings = this.before.then(() => this.#reader.readTail(request))
    // It may fail before anyone waits for it; who waits is told.
    this.#findings.catch(() => {})
  }
}

/** About where the other thread's part begins. */
function startOf(layout: Layout): number {
  return layout.nodesAt + layout.nodes * NODE_TEXT + Math.floor(lengthOf(layout) * OWN_PART)
}

/** About how many bytes the edges have. */
function lengthOf({ nodes, nodeStride, edges }: Layout): number {
  return edges * (String(nodes * nodeStride).length + EDGE_TEXT)
}

import type { TailBounds, TailReader, TailRequest } from './read-edge-tail.ts'

/** The part of the section that this thread reads itself: the other has to walk over its own part twice. */
const OWN_PART = 0.47
/** With fewer bytes than these there is nothing to gain. */
const MIN_BYTES = 1 << 20

/** The last part of the edges, which another thread reads while this one reads the first. */
export class EdgeTail {
  /** Whether this thread has passed over it. */
  taken = false
  readonly #found: Promise<number | null>
  /** How far this thread is, in bytes. */
  reached = 0
  #bounds: TailBounds | null = null

  /** @param request with `from` at the beginning of the section */
  constructor(reader: TailReader, request: TailRequest) {
    const own = lengthOf(request) * OWN_PART
    this.#found =
      lengthOf(request) < MIN_BYTES
        ? Promise.resolve(null)
        : reader.readTail({ ...request, from: request.from + Math.floor(own) }, (bounds) =>
            this.#accept(bounds),
          )
    // It may fail before anyone waits for it; who waits is told.
    this.#found.catch(() => {})
  }

  /** The tail, where it begins after `byte`, up to which this thread has read. */
  after(byte: number): TailBounds | null {
    return this.#bounds && this.#bounds.start > byte ? this.#bounds : null
  }

  /**
   * Waits until it is read. The largest string index used as a name in it, 0 where this thread has read it itself; null
   * where neither has.
   */
  async maxName(): Promise<number | null> {
    if (!this.#bounds) return 0
    try {
      const name = await this.#found
      return this.taken ? name : null
    } catch {
      return null
    }
  }

  /** This thread must not have come to where the other will write. */
  #accept(bounds: TailBounds): boolean {
    if (bounds.start <= this.reached) return false
    this.#bounds = bounds
    return true
  }
}

/** About how many bytes the section has. */
function lengthOf({ shape }: TailRequest): number {
  const target = String(shape.nodeCount * shape.nodeStride).length
  // A type, a name of two or three digits and the commas.
  return shape.declared * (target + 5)
}

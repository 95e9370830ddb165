/** Tells whoever sends to stop, and to go on. */
export interface Valve {
  close(): void
  open(): void
}

/**
 * What was sent and not yet taken, in its order; one reader takes it. More than `most` bytes wait only for what was on
 * its way when the valve was closed.
 */
export class ChunkQueue implements AsyncIterable<Uint8Array> {
  readonly #valve: Valve
  readonly #most: number
  #chunks: Uint8Array[] = []
  #waiting = 0
  #end: { readonly error: unknown } | 'fine' | null = null
  #wake: () => void = () => {}

  /** @param most how many bytes may wait before the valve is closed */
  constructor(valve: Valve, most: number) {
    this.#valve = valve
    this.#most = most
  }

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes)
    this.#waiting += bytes.length
    if (this.#waiting > this.#most) this.#valve.close()
    this.#wake()
  }

  /** There is no more. */
  finish(): void {
    this.#end ??= 'fine'
    this.#wake()
  }

  /** What was sent before is still taken, then the reader gets the error. */
  fail(error: unknown): void {
    this.#end ??= { error }
    this.#wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunks = this.#chunks
      this.#chunks = []
      for (const bytes of chunks) {
        yield bytes
        this.#waiting -= bytes.length
      }
      if (this.#chunks.length > 0) continue
      if (this.#end === 'fine') return
      if (this.#end) throw this.#end.error
      this.#valve.open()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }
}

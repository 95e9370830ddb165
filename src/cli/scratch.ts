import { mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ByteSink } from '#engine/format/sink.ts'
import { beforeEnd } from './before-end.ts'
import { orOutputError, writeAll } from './write-beside.ts'

/**
 * Temporary files of one command line, in a folder that nobody else may look into. It is made when the first one is
 * wanted, and goes away with `remove` or when the process is asked to end.
 */
export class Scratch {
  #folder: string | null = null
  #count = 0
  #forget: () => void = () => {}
  readonly #kept = new Map<string, Promise<string>>()

  /**
   * Lets `work` fill a new file, and says where it is.
   * @throws OutputError where the system does not let us write, and what `work` throws
   */
  async fill(work: (sink: ByteSink) => Promise<unknown>): Promise<string> {
    const name = `a temporary file in ${tmpdir()}`
    const path = join(await orOutputError(name, this.#made()), String(this.#count++))
    const handle = await orOutputError(name, open(path, 'wx', 0o600))
    try {
      await work({ write: (bytes) => orOutputError(name, writeAll(handle, bytes)) })
    } finally {
      await handle.close()
    }
    return path
  }

  /** Where temporary files with names of their own can be put. @throws OutputError */
  folder(): Promise<string> {
    return orOutputError(`a temporary folder in ${tmpdir()}`, this.#made())
  }

  /** Writes bytes as they come into a new file, and says where it is. @throws as `fill`, and what `chunks` throws */
  write(chunks: AsyncIterable<Uint8Array>): Promise<string> {
    return this.fill(async (sink) => {
      for await (const bytes of chunks) await sink.write(bytes)
    })
  }

  /** What `make` resolves to, which is called once for each key. */
  once(key: string, make: () => Promise<string>): Promise<string> {
    const kept = this.#kept.get(key) ?? make()
    this.#kept.set(key, kept)
    return kept
  }

  /** Deletes all of them. */
  remove(): void {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true })
    this.#folder = null
    this.#forget()
  }

  async #made(): Promise<string> {
    if (this.#folder === null) {
      // Before the folder is there: who sees it may end the process at once. It is made in the turn that is on, in which
      // no signal is handled, so that none finds it half made.
      this.#forget()
      this.#forget = beforeEnd(() => this.remove())
      this.#folder = mkdtempSync(join(tmpdir(), 'heapscope-'))
    }
    return this.#folder
  }
}

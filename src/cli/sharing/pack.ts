import { ContentHash } from '#engine/format/content-hash.ts'
import type { Member } from '#engine/format/bundle/bundle.ts'
import type { ByteSource } from '#engine/format/source.ts'
import { fileSource, sizeOf } from '../file-source.ts'
import { newValueKey, valueHash } from '#sharing/value-hash.ts'
import { inputAt } from '../input.ts'
import type { Io } from '../io.ts'
import { inputError, openSource } from '../open-session.ts'
import { ProgressLine } from '../progress-line.ts'
import { nodeHost } from '../task-host.ts'
import { version } from '../version.ts'
import { OutputError } from '../write-beside.ts'

/** What of captures is shared: without their values, with them, or the files as they are. */
export type Form = 'redacted' | 'values' | 'raw'

/** A capture as it goes into a bundle. */
export interface PackedMember extends Member {
  /** Whether it has no values. */
  readonly redacted: boolean
  chunks(): AsyncIterable<Uint8Array>
}

/** Makes of captures what is shared of them, in temporary files; one that cannot be opened is not shared. */
export class Packer {
  readonly #form: Form
  readonly #io: Io
  /** The same for all captures: equal values stay equal from one to the other. */
  readonly #hash = valueHash(newValueKey())

  constructor(form: Form, io: Io) {
    this.#form = form
    this.#io = io
  }

  /**
   * Packs each capture that `path` names, one after the other.
   * @throws as `openSession`; OutputError
   */
  async pack(path: string): Promise<PackedMember[]> {
    const { captures } = await inputAt(path, this.#io).catch((error: unknown) => {
      throw inputError(path, error)
    })
    const members: PackedMember[] = []
    for (const source of captures) {
      members.push(await (this.#form === 'raw' ? this.#asItIs(source, path) : this.#container(source, path)))
    }
    return members
  }

  async #asItIs(source: ByteSource, path: string): Promise<PackedMember> {
    const file = await this.#anew(source)
    // Most of what can be wrong with it is found without its references.
    const session = await openSource(file, path, this.#io, { shallowOnly: true, onlyTotals: true })
    const { redacted } = session.summary()
    return { name: source.name, label: null, bytes: file.size!, redacted, chunks: () => file.chunks() }
  }

  /** The source, or where it can be read only once, what a temporary file keeps of it. */
  async #anew(source: ByteSource): Promise<ByteSource> {
    if (source.read) return source
    const path = await this.#io.scratch.write(source.chunks())
    return { ...fileSource(path, await sizeOf(path)), name: source.name }
  }

  async #container(source: ByteSource, path: string): Promise<PackedMember> {
    const hash = new ContentHash()
    const session = await openSource(source, path, this.#io, { hash })
    const making = {
      contentHash: await hash.digest(),
      producer: `Heapscope ${version()}`,
      created: new Date().toISOString(),
    }
    const { file: name, redacted } = session.summary()
    const redaction = this.#form === 'redacted' && !redacted ? { hash: this.#hash, name } : null
    const progress = new ProgressLine(this.#io.stderr)
    const host = nodeHost((step) => progress.show(step))
    try {
      const written = await this.#io.scratch.fill((sink) => session.save(sink, making, host, redaction))
      const file = fileSource(written, await sizeOf(written))
      const bytes = file.size!
      return {
        name,
        label: null,
        bytes,
        redacted: redacted || redaction !== null,
        chunks: () => file.chunks(),
      }
    } catch (error) {
      throw error instanceof OutputError ? error : inputError(path, error)
    } finally {
      progress.clear()
    }
  }
}

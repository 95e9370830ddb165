import { rm } from 'node:fs/promises'
import { ContentHash } from '#engine/format/content-hash.ts'
import type { Member } from '#engine/format/bundle/bundle.ts'
import type { ByteSource } from '#engine/format/source.ts'
import type { KnownKeys } from '#engine/redaction/dictionaries.ts'
import { unitedKeys } from '#engine/redaction/key-names.ts'
import type { Session } from '#engine/session.ts'
import type { Making, Redaction } from '#engine/write-container.ts'
import { newValueKey, valueHash } from '#sharing/value-hash.ts'
import { fileSource, sizeOf } from '../file-source.ts'
import { inputAt } from '../input.ts'
import type { Io } from '../io.ts'
import { inputError, openSource, type Wishes } from '../open-session.ts'
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

/** A capture, and what names it on the command line. */
interface Named {
  readonly source: ByteSource
  readonly path: string
}

/** A container in a temporary file. */
interface Written {
  readonly name: string
  readonly path: string
  readonly bytes: number
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
   * Packs all captures that the paths name, one after the other.
   * @throws as `openSession`; OutputError
   */
  async pack(paths: readonly string[]): Promise<PackedMember[]> {
    const all: Named[] = []
    for (const path of paths) {
      const { captures } = await inputAt(path, this.#io).catch((error: unknown) => {
        throw inputError(path, error)
      })
      all.push(...captures.map((source) => ({ source, path })))
    }
    if (this.#form === 'redacted' && all.length > 1) return this.#redactedTogether(all)
    const members: PackedMember[] = []
    for (const named of all) {
      members.push(await (this.#form === 'raw' ? this.#asItIs(named) : this.#container(named)))
    }
    return members
  }

  async #asItIs({ source, path }: Named): Promise<PackedMember> {
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

  async #container(named: Named): Promise<PackedMember> {
    if (this.#form === 'redacted') return this.#redacted(named, await this.#open(named), null)
    const hash = new ContentHash()
    const session = await this.#open(named, { hash })
    const written = await this.#save(named, session, { contentHash: await hash.digest(), redaction: null })
    return memberOf(written, session.summary().redacted)
  }

  /**
   * What is a key in one is a value in all, so all are looked at before the first is written. Meanwhile they lie in
   * containers: none is read twice, and one at a time is in memory.
   */
  async #redactedTogether(all: readonly Named[]): Promise<PackedMember[]> {
    const found: KnownKeys[] = []
    const whole: Written[] = []
    for (const named of all) {
      const session = await this.#open(named)
      await session.findRetainers(nodeHost())
      found.push(await session.ask('redactionKeys', [], nodeHost()))
      whole.push(await this.#save(named, session, { contentHash: null, redaction: null }))
    }
    const keys = unitedKeys(found)
    const members: PackedMember[] = []
    for (const [i, { path, bytes }] of whole.entries()) {
      const named = { path: all[i]!.path, source: fileSource(path, bytes) }
      members.push(await this.#redacted(named, await this.#open(named), keys))
      await rm(path)
    }
    return members
  }

  /** Of a heap without values there is nothing to take. */
  async #redacted(named: Named, session: Session, keys: KnownKeys | null): Promise<PackedMember> {
    const { file: name, redacted } = session.summary()
    const redaction = redacted ? null : { hash: this.#hash, name, keys }
    return memberOf(await this.#save(named, session, { contentHash: null, redaction }), true)
  }

  #open({ source, path }: Named, wishes: Wishes = {}): Promise<Session> {
    return openSource(source, path, this.#io, wishes)
  }

  async #save(
    { path: named }: Named,
    session: Session,
    { contentHash, redaction }: Pick<Making, 'contentHash'> & { readonly redaction: Redaction | null },
  ): Promise<Written> {
    const making = { contentHash, producer: `Heapscope ${version()}`, created: new Date().toISOString() }
    const progress = new ProgressLine(this.#io.stderr)
    const host = nodeHost((step) => progress.show(step))
    try {
      const path = await this.#io.scratch.fill((sink) => session.save(sink, making, host, redaction))
      return { name: session.summary().file, path, bytes: (await sizeOf(path))! }
    } catch (error) {
      throw error instanceof OutputError ? error : inputError(named, error)
    } finally {
      progress.clear()
    }
  }
}

function memberOf({ name, path, bytes }: Written, redacted: boolean): PackedMember {
  return { name, label: null, bytes, redacted, chunks: () => fileSource(path, bytes).chunks() }
}

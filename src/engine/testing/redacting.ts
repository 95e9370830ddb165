import { createHmac } from 'node:crypto'
import type { ValueHash } from '../redaction/fingerprints.ts'
import type { KnownKeys } from '../redaction/dictionaries.ts'
import type { Session } from '../session.ts'
import type { Redaction } from '../write-container.ts'
import { QUIET_HOST } from './captures.ts'
import { memorySink, randomAccessSource } from './memory-container.ts'
import { SECTION } from '../saved/section-names.ts'
import { MAKING, sectionsOf } from './saving.ts'
import type { ContainerColumn } from '../format/container/writer.ts'
import { openWhole } from './pairs.ts'
import { unseal } from './reseal.ts'

/** A keyed hash for tests. */
export function hmacHash(key = 'a key'): ValueHash {
  return (message) => {
    const digest = createHmac('sha256', key)
      .update(new Uint8Array(message.buffer, message.byteOffset, message.byteLength))
      .digest()
    return Uint32Array.of(digest.readUInt32LE(0), digest.readUInt32LE(4))
  }
}

export const REDACTION: Redaction = { hash: hmacHash(), name: 'shared' }

/** The session's heap as a redacted container. */
export async function savedRedacted(session: Session, keys: KnownKeys | null = null): Promise<Uint8Array> {
  const sink = memorySink()
  await session.save(sink, MAKING, QUIET_HOST, { ...REDACTION, keys })
  return sink.bytes()
}

/** The same heap after it was redacted, written and opened again. */
export async function redactedSession(session: Session, keys: KnownKeys | null = null): Promise<Session> {
  return openWhole(randomAccessSource(await savedRedacted(session, keys)))
}

/** All bytes of a container: as they are, and those of every section once it is inflated. */
export async function allBytesOf(container: Uint8Array): Promise<Uint8Array[]> {
  const sections = Object.values(await sectionsOf(container))
  return [
    container,
    ...sections.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)),
  ]
}

/** All texts in a container, as latin1: strings, and what JSON says. */
export async function textsIn(container: Uint8Array): Promise<string[]> {
  const sections = await sectionsOf(container)
  const bytes = latin1(sections[SECTION.stringBytes]!)
  let end = 0
  const strings = Array.from(sections[SECTION.stringLengths]!, (length) => bytes.slice(end, (end += length)))
  const json = [SECTION.overview, SECTION.addedStrings].map((name) => latin1(sections[name]!))
  const values = [unseal(container).contents, ...json].flatMap((text) => stringsOf(JSON.parse(text)))
  return [strings.join('\n'), values.join('\n')]
}

function latin1({ buffer, byteOffset, byteLength }: ContainerColumn): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}

function stringsOf(json: unknown): string[] {
  if (typeof json === 'string') return [json]
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(stringsOf) : []
}

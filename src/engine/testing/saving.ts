import { ContainerReader } from '../format/container/reader.ts'
import { randomAccess } from '../format/container/random-access.ts'
import { streamCodec } from '../format/container/stream-codec.ts'
import { type ContainerColumn, ContainerWriter } from '../format/container/writer.ts'
import type { ByteSource } from '../format/source.ts'
import { Session } from '../session.ts'
import type { Making } from '../write-container.ts'
import { QUIET_HOST } from './captures.ts'
import { memorySink, randomAccessSource } from './memory-container.ts'
import { quietTask } from './quiet-task.ts'

export const MAKING: Making = {
  contentHash: 'f'.repeat(64),
  producer: 'Heapscope 0',
  created: '2026-01-02T03:04:05Z',
}

/** Opens a capture or a container with everything but its retainers computed. */
export async function openWhole(source: ByteSource): Promise<Session> {
  const session = await Session.read(source, QUIET_HOST)
  await session.complete(QUIET_HOST)
  return session
}

/** The session's heap as a container. */
export async function saved(session: Session): Promise<Uint8Array> {
  const sink = memorySink()
  await session.save(sink, MAKING, QUIET_HOST)
  return sink.bytes()
}

/** The sections of a container by name. */
export type Sections = Record<string, ContainerColumn>

export async function sectionsOf(container: Uint8Array): Promise<Sections> {
  const source = randomAccessSource(container)
  const reader = await openContainer(source)
  const sections: Sections = {}
  for (const { name, type } of reader.contents.sections) {
    const read = { u8: 'bytes', u32: 'words', i32: 'integers', f64: 'doubles' } as const
    sections[name] = await reader[read[type]](name, quietTask())
  }
  return sections
}

/** A container with other sections that says the same of itself: whole, with right checksums, and maybe nonsense. */
export async function withSections(container: Uint8Array, sections: Sections): Promise<Uint8Array> {
  const { contents } = await openContainer(randomAccessSource(container))
  const sink = memorySink()
  const writer = new ContainerWriter(sink, streamCodec, quietTask())
  await writer.begin()
  for (const [name, column] of Object.entries(sections)) await writer.column(name, column)
  await writer.finish(contents.meta)
  return sink.bytes()
}

async function openContainer(source: ByteSource): Promise<ContainerReader> {
  return ContainerReader.open(await randomAccess(source, source.chunks(), quietTask()), streamCodec)
}

/** The same with everything known, so that questions about the whole heap are answered. */
export async function openForQuestions(source: ByteSource): Promise<Session> {
  const session = await openWhole(source)
  await session.findRetainers(QUIET_HOST)
  return session
}

import { TransformStream } from 'node:stream/web'
import type { ByteSink } from '#engine/format/sink.ts'
import type { Session } from '#engine/session.ts'
import type { Io } from '../io.ts'
import { openSource } from '../open-session.ts'
import { writeBeside } from '../write-beside.ts'

/** A capture that has arrived. */
export interface Received {
  /** Its length. */
  readonly bytes: number
  /** The analysis, which began with the first byte; fails with an InputError. */
  readonly opening: Promise<Session>
}

/**
 * Takes what a target sends straight into the engine and, where it is kept, into a file, which is there whole as soon
 * as the last byte has come, or not at all. No more than one piece waits in between.
 * @param name what the capture is called
 * @param output the file; null keeps none
 * @throws OutputError, and what `sent` throws
 */
export async function receive(
  sent: AsyncIterable<Uint8Array>,
  name: string,
  output: string | null,
  io: Io,
): Promise<Received> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  writer.closed.catch(() => undefined)
  let opening: Promise<Session> | null = null
  let bytes = 0
  const begin = (): Promise<Session> => {
    const source = { name, size: null, chunks: () => readable }
    const session = openSource(source, name, io, { mayBeLarge: true })
    // A reader that fails early does not keep the file from being written.
    session.catch((error: unknown) => writer.abort(error).catch(() => undefined))
    return session
  }
  const take = async (sink: ByteSink | null): Promise<void> => {
    for await (const piece of sent) {
      opening ??= begin()
      bytes += piece.length
      await sink?.write(piece)
      await writer.write(piece).catch(() => undefined)
    }
  }
  try {
    await (output === null ? take(null) : writeBeside(output, take))
    void writer.close().catch(() => undefined)
    return { bytes, opening: opening ?? begin() }
  } catch (error) {
    void writer.abort(error).catch(() => undefined)
    throw error
  }
}

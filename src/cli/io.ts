import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** A stream for text that may be a terminal. */
export type TextStream = Writable & {
  readonly isTTY?: boolean | undefined
  /** How many characters fit on a line of the terminal. */
  readonly columns?: number | undefined
}

/** What the command line needs of its process; tests bring their own. */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Writes text and, where the reader is slower than we are, waits until it has caught up. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) {
    await once(stream, 'drain')
  }
}

/** Whether the reader of our output went away, as `head` does when it has seen enough. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}

import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Scratch } from './scratch.ts'

/** A stream for text that may be a terminal. */
export type TextStream = Writable & {
  readonly isTTY?: boolean | undefined
  /** How many characters fit on a line of the terminal. */
  readonly columns?: number | undefined
}

/** What the command line needs of its process; tests bring their own. */
export interface Surroundings {
  readonly stdin: AsyncIterable<Uint8Array> & { readonly isTTY?: boolean | undefined }
  readonly stdout: TextStream
  readonly stderr: TextStream
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** What a command has while it runs. */
export interface Io extends Surroundings {
  /** Temporary files, which are gone when it is over. */
  readonly scratch: Scratch
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

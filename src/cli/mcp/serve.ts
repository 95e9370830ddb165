import { once } from 'node:events'
import { totalmem } from 'node:os'
import { Readable } from 'node:stream'
import process from 'node:process'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import type { Io } from '../io.ts'
import { Captures } from './captures.ts'
import { createServer } from './server.ts'

export interface McpOptions {
  readonly redact?: boolean
  /** Seconds. */
  readonly timeout: number
  /** Bytes. */
  readonly maxAnswer: number
  /** Bytes; half of what the machine has unless given. */
  readonly memory?: number
}

/** Serves the protocol on standard input and output until the client closes them. */
export async function serveStdio(
  { redact = false, timeout, maxAnswer, memory = memoryOfMachine() / 2 }: McpOptions,
  io: Io,
): Promise<void> {
  const captures = new Captures(io, { redact, memory })
  const server = createServer(captures, { timeout: timeout * 1000, answer: maxAnswer })
  const input = Readable.from(io.stdin)
  const ended = once(input, 'end')
  await server.connect(new StdioServerTransport(input, io.stdout))
  await ended
  // Cancels what is still worked on: nobody waits for it.
  await server.close()
}

function memoryOfMachine(): number {
  const limit = process.constrainedMemory()
  return limit ? Math.min(totalmem(), limit) : totalmem()
}

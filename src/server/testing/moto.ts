import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import process from 'node:process'
import { S3 } from '@aws-sdk/client-s3'
import { freePort } from './free-port.ts'
import { S3_BUCKET, S3_KEY } from './s3.ts'

/** The Python that has moto, a server that others made and that speaks S3; `npm test` says why where there is none. */
export const MOTO_PYTHON = process.env['HEAPSCOPE_TEST_PYTHON']

/** A store that can be away for a while and keeps what it holds. */
export interface RunningS3 {
  readonly endpoint: string
  /** Cuts connections and takes no more. */
  halt(): Promise<void>
  resume(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts moto with an empty bucket. It holds all in memory, so it runs on when it is halted, and only the way to it is closed.
 * @param python of `scripts/python.mjs`
 * @throws Error where it does not start, with what it said
 */
export async function startMoto(python: string): Promise<RunningS3> {
  const hidden = await freePort()
  const child = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(hidden)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const endWithTests = () => void child.kill('SIGKILL')
  process.once('exit', endWithTests)
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // It goes on to tell of every request.
      if (said.includes('Running on')) return
      said += text
      if (said.includes('Running on')) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`moto ended with ${code}: ${said.trim()}`)))
  })
  const gate = await openGate(hidden)
  const s3 = new S3({
    endpoint: gate.endpoint,
    region: 'us-east-1',
    credentials: S3_KEY,
    forcePathStyle: true,
  })
  await s3.createBucket({ Bucket: S3_BUCKET })
  s3.destroy()
  return {
    ...gate,
    stop: async () => {
      await gate.halt()
      process.off('exit', endWithTests)
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** A port that leads to another one of this machine until it is halted. */
async function openGate(to: number): Promise<Omit<RunningS3, 'stop'>> {
  const port = await freePort()
  const open = new Set<Socket>()
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const gate = createServer((client) => {
    const server = connect(to, '127.0.0.1')
    for (const socket of [client, server]) keep(socket)
    client.once('close', () => server.destroy())
    server.once('close', () => client.destroy())
    client.pipe(server).pipe(client)
  })
  const resume = async () => {
    gate.listen(port, '127.0.0.1')
    await once(gate, 'listening')
  }
  const halt = async () => {
    const closed = once(gate, 'close')
    gate.close()
    for (const socket of open) socket.destroy()
    await closed
  }
  await resume()
  return { endpoint: `http://127.0.0.1:${port}`, halt, resume }
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import process from 'node:process'
import { createInterface } from 'node:readline'

/** Each request leaves ten sessions behind; beginning with `sessions` of them, and `filled` arrays of 128 MiB. */
const PROGRAM = `
import { createServer } from 'node:http'
const sessions = []
class Session { constructor(number) { this.number = number; this.data = new Array(50).fill(number) } }
function remember() { sessions.push(new Session(sessions.length)) }
const [first, filled] = process.argv.slice(1).map(Number)
const full = Array.from({ length: filled }, () => new Array(1 << 24).fill(0))
for (let i = 0; i < first; i++) remember()
function onRequest(request, response) { for (let i = 0; i < 10; i++) remember(); response.end(String(full.length)) }
const server = createServer(onRequest)
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
`

interface Settings {
  /** For Node itself. */
  readonly flags?: readonly string[]
  readonly sessions?: number
  readonly filled?: number
}

/** A Node server that leaks, in a process of its own. */
export class LeakingServer {
  readonly pid: number
  readonly #child: ChildProcessWithoutNullStreams
  readonly #port: number
  /** What it wrote on standard error. */
  said = ''

  private constructor(child: ChildProcessWithoutNullStreams, port: number) {
    this.pid = child.pid!
    this.#child = child
    this.#port = port
  }

  static async start({ flags = ['--inspect-port=0'], sessions = 0, filled = 0 }: Settings = {}) {
    const args = ['--input-type=module', '--eval', PROGRAM, String(sessions), String(filled)]
    const child = spawn(process.execPath, [...flags, ...args], { env: { PATH: process.env['PATH'] } })
    let said = ''
    child.stderr.on('data', (text: Uint8Array) => {
      said += String(text)
      if (server) server.said = said
    })
    let server: LeakingServer | null = null
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    server = new LeakingServer(child, Number(line))
    server.said = said
    return server
  }

  /** The port of its inspector, as it says itself the last time it opens it. */
  get inspectorPort(): number {
    return Number(/.*listening on ws:\/\/127\.0\.0\.1:(\d+)/s.exec(this.said)?.[1])
  }

  /** Makes it leak ten sessions for each request. */
  async request(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const request = get({ port: this.#port, agent: false })
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      response.resume()
      await once(response, 'end')
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const closed = once(this.#child, 'close')
    this.#child.kill('SIGKILL')
    await closed
  }
}

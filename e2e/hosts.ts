import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const APP = fileURLToPath(new URL('../dist/app/', import.meta.url))
const SERVER = fileURLToPath(new URL('../dist/server/main.js', import.meta.url))
const EXAMPLE = fileURLToPath(new URL('../docs/embedding/', import.meta.url))

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
}

/** A server on a free port of this machine. */
export interface Host {
  /** With a slash at its end. */
  readonly address: string
  /** The paths that were asked for. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** Serves whatever the function answers. */
export async function serveWith(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Host> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The program's own server on a free port, with settings; its address is the one it says. */
export async function serveHeapscope(
  settings: Readonly<Record<string, string>>,
  options: readonly string[] = [],
): Promise<Omit<Host, 'asked'>> {
  const data = await mkdtemp(join(tmpdir(), 'heapscope-e2e-'))
  const child = spawn(process.execPath, [SERVER, '--port', '0', '--no-open', ...options], {
    env: { ...process.env, HEAPSCOPE_DATA: data, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const said = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const [found] = /http:\/\/localhost:\d+\/[\w#=-]*/.exec(line) ?? []
      if (found) resolve(found)
    })
    void ended.then(() => reject(new Error('The server ended before it listened.')))
  })
  return {
    address: said.replace('localhost', '127.0.0.1'),
    close: async () => {
      child.kill()
      await ended
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** Serves the example of a page that embeds this one, from an origin and a site of its own. */
export async function serveExample(): Promise<Host> {
  const host = await serveWith((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    sendFile(response, join(EXAMPLE, normalize(pathname)))
  })
  return { ...host, address: host.address.replace('127.0.0.1', 'localhost') }
}

/**
 * Serves the built page from a folder as any web space does: files, and no header but their type.
 * @param moved where paths are redirected to
 */
export function serveStatically(
  folder: string,
  moved: Readonly<Record<string, () => string>> = {},
): Promise<Host> {
  return serveWith((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    const to = moved[pathname]
    if (to) {
      response.writeHead(302, { Location: to() }).end()
      return
    }
    const path = normalize(pathname)
    if (!path.startsWith(folder)) {
      response.writeHead(404).end()
      return
    }
    const name = path.slice(folder.length) || 'index.html'
    sendFile(response, join(APP, name))
  })
}

function sendFile(response: ServerResponse, path: string): void {
  readFile(path).then(
    (bytes) => response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? '' }).end(bytes),
    () => response.writeHead(404).end(),
  )
}

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const SERVER = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))

/** Serves the built page as users start it, on a free port. @returns its address and a function that ends it */
export async function serveHeapscope() {
  const child = spawn(process.execPath, [SERVER, '--port', '0', '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const data of child.stdout) {
    printed += data
    const address = /https?:\/\/\S+/.exec(printed)?.[0]
    if (address) {
      return { address, close: () => child.kill() }
    }
  }
  throw new Error(`The server ended without an address: ${printed}`)
}

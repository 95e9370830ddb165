import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const UPLOADS = 200
export const DOWNLOADS = 2000
export const BYTES = 5_000_000

const SERVER = fileURLToPath(new URL('../../dist/server/main.js', import.meta.url))
const CLIENT = fileURLToPath(new URL('client.mjs', import.meta.url))
/** How often the server's memory is looked at. */
const LOOK_MS = 20
/** For how long it may do nothing before its memory counts as that of a server at rest. */
const REST_MS = 10_000

/**
 * Starts a server with an empty data folder and lets a client use it, `rounds` times.
 * @returns `before`, resident bytes of the server at rest, and for each round what the client measured, with the server's
 * resident bytes: at most in each half, and at rest after it
 * @throws Error where the server does not start or the client fails
 */
export async function measureServer(rounds, note) {
  const data = mkdtempSync(join(tmpdir(), 'heapscope-bench-server-'))
  const server = spawn(process.execPath, [SERVER, '--port', '0', '--no-open'], {
    env: { ...process.env, ...SETTINGS, HEAPSCOPE_DATA: data },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const address = await addressOf(server)
    await wait(1000)
    const before = residentOf(server.pid)
    const measured = []
    for (let round = 1; round <= rounds; round++) {
      note(`serving, round ${round} of ${rounds}`)
      measured.push(await measureRound(server.pid, address))
    }
    return { before, rounds: measured }
  } finally {
    server.kill('SIGKILL')
    rmSync(data, { recursive: true, force: true })
  }
}

async function measureRound(pid, address) {
  const memory = { uploading: 0, downloading: 0, after: 0 }
  let half = 'uploading'
  const looking = setInterval(() => {
    memory[half] = Math.max(memory[half], residentOf(pid))
  }, LOOK_MS)
  try {
    const client = spawn(process.execPath, [CLIENT, address, UPLOADS, DOWNLOADS, BYTES], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    client.stderr.on('data', (text) => {
      if (String(text).includes('uploaded')) half = 'downloading'
    })
    const told = JSON.parse(await outputOf(client))
    clearInterval(looking)
    await wait(REST_MS)
    return { ...told, memory: { ...memory, after: residentOf(pid) } }
  } finally {
    clearInterval(looking)
  }
}

/** One address asks for all of it. */
const SETTINGS = {
  HEAPSCOPE_RATE_UPLOADS: '0',
  HEAPSCOPE_RATE_READS: '0',
  HEAPSCOPE_QUOTA_PER_ADDRESS: '1TB',
  HEAPSCOPE_QUOTA_TOTAL: '1TB',
  HEAPSCOPE_LOG: 'info',
}

function addressOf(server) {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (text) => {
      if (said.length > 10_000) return
      said += text
      const port = /localhost:(\d+)/.exec(said)?.[1]
      if (port) resolve(`http://127.0.0.1:${port}`)
    })
    server.once('exit', () => reject(new Error(`The server ended: ${said}`)))
  })
}

function outputOf(client) {
  return new Promise((resolve, reject) => {
    let said = ''
    client.stdout.on('data', (text) => (said += text))
    client.once('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`The client ended with ${code}.`)),
    )
  })
}

/** Resident bytes of a process; 0 where the system does not tell. */
function residentOf(pid) {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

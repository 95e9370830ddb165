import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const EXIT_MEMORY = pathToFileURL(new URL('exit-memory.mjs', import.meta.url).pathname).href
/** How often a process that is not Node is asked for its high-water mark. */
const ASK_MS = 10

/**
 * Runs one process to its end.
 * @param command a program with its arguments; `node` stands for this Node
 * @returns wall seconds, peak resident bytes of the whole process, and its output
 * @throws Error with the end of what it wrote to stderr, when it fails
 */
export function runProcess([program, ...args]) {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-bench-'))
  const memoryFile = join(folder, 'memory')
  const isNode = program === 'node'
  const started = performance.now()
  const child = isNode
    ? spawn(process.execPath, ['--import', EXIT_MEMORY, ...args], {
        env: { ...process.env, BENCH_MEMORY_FILE: memoryFile },
      })
    : spawn(program, args)
  let high = 0
  const asking = setInterval(() => {
    high = Math.max(high, highWaterMark(child.pid))
  }, ASK_MS)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => (output.stdout += data))
  child.stderr.on('data', (data) => (output.stderr = (output.stderr + data).slice(-4000)))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      const seconds = (performance.now() - started) / 1000
      clearInterval(asking)
      const bytes = isNode ? numberIn(memoryFile) * 1024 : high
      rmSync(folder, { recursive: true })
      if (code === 0) {
        resolve({ seconds, bytes, stdout: output.stdout })
      } else {
        reject(
          new Error(`${program} ended with ${signal ?? code}: ${output.stderr.trim().split('\n').at(-1)}`),
        )
      }
    })
  })
}

/** Linux only: the most memory that process `pid` has had so far, in bytes; 0 where that is not to be had. */
export function highWaterMark(pid, field = 'VmHWM') {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

function numberIn(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

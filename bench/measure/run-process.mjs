import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ProcessFailure, failureReason } from './failure.mjs'
import { megabytes } from './table.mjs'

const EXIT_MEMORY = pathToFileURL(new URL('exit-memory.mjs', import.meta.url).pathname).href
/** How often a process is asked for its high-water mark, where it does not tell it itself. */
const ASK_MS = 10
/** So much of the end of what it wrote to stderr is kept. */
const STDERR_LENGTH = 20_000

/**
 * Runs one process to its end.
 * @param command a program with its arguments; `node` stands for this Node
 * @param limits it is stopped when it takes more `seconds`, or more `bytes` of resident memory (Linux only)
 * @returns wall seconds, peak resident bytes of the whole process, and its output
 * @throws ProcessFailure when it fails or is stopped
 */
export function runProcess([program, ...args], limits = { seconds: Infinity, bytes: Infinity }) {
  const folder = mkdtempSync(join(tmpdir(), 'heapscope-bench-'))
  const memoryFile = join(folder, 'memory')
  const isNode = program === 'node'
  const started = performance.now()
  const secondsSince = () => (performance.now() - started) / 1000
  const child = isNode
    ? spawn(process.execPath, ['--import', EXIT_MEMORY, ...args], {
        env: { ...process.env, BENCH_MEMORY_FILE: memoryFile },
      })
    : spawn(program, args)
  let stopped
  let high = 0
  const asking = setInterval(() => {
    high = Math.max(high, highWaterMark(child.pid))
    stopped ??= beyond(limits, secondsSince(), high)
    if (stopped) {
      child.kill('SIGKILL')
    }
  }, ASK_MS)
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (data) => (output.stdout += data))
  child.stderr.on('data', (data) => (output.stderr = (output.stderr + data).slice(-STDERR_LENGTH)))
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      clearInterval(asking)
      rmSync(folder, { recursive: true, force: true })
      reject(new ProcessFailure(error.message, secondsSince()))
    })
    child.on('close', (code, signal) => {
      const seconds = secondsSince()
      clearInterval(asking)
      const bytes = isNode ? numberIn(memoryFile) * 1024 : high
      rmSync(folder, { recursive: true, force: true })
      if (code === 0) {
        resolve({ seconds, bytes, stdout: output.stdout })
      } else {
        const reason = stopped ?? failureReason(output.stderr, signal ?? code)
        reject(new ProcessFailure(reason, seconds, stopped !== undefined))
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

/** Why a process is to be stopped, if it is. */
function beyond(limits, seconds, bytes) {
  if (seconds > limits.seconds) {
    return `not done after ${limits.seconds} s`
  }
  return bytes > limits.bytes
    ? `needs more than ${megabytes(limits.bytes)}, which is all there is`
    : undefined
}

function numberIn(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return 0
  }
}

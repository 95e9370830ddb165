import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { childrenOf } from '#engine/testing/children-of.ts'
import { findPythons } from '#engine/testing/pythons.ts'
import { capturePython, type PythonWishes } from './python-process.ts'

const PROGRAM = `
import time
held = [(number, 'x' * 50 + str(number)) for number in range(100_000)]
print('ready', flush=True)
time.sleep(1000)
`
const python = findPythons().at(-1)?.program
let folder: string
let program: ChildProcess

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-python-'))
  program = spawn(python ?? 'python3', ['-c', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(program.stdout!, 'data')
})

afterEach(() => {
  program.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** The forks of the program. */
const writers = (): readonly number[] => childrenOf(program.pid!)

/** How much there is of what will be the capture. */
function written(): number {
  const part = readdirSync(folder, { recursive: true }).find((name) => String(name).endsWith('.part'))
  if (part === undefined) return 0
  return statSync(join(folder, String(part)), { throwIfNoEntry: false })?.size ?? 0
}

/** Looks as often as it can. */
async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; !isSo(); await turn()) {
    if (performance.now() > end) throw new Error('That does not come about.')
  }
}

/** The capture, and the fork that writes it: stopped, as soon as it has begun. */
async function halfWritten(path: string): Promise<{ sent: AsyncGenerator<Uint8Array>; first: Uint8Array }> {
  const wishes: PythonWishes = { pid: program.pid!, path, python: null, traces: false, redact: false }
  const sent = capturePython(wishes, () => {})
  const first = sent.next() as Promise<IteratorYieldResult<Uint8Array>>
  await until(() => written() > 0)
  for (const writer of writers()) process.kill(writer, 'SIGSTOP')
  return { sent, first: (await first).value }
}

// Attaching needs Linux.
const cannot = process.platform !== 'linux' || !python

test.skipIf(cannot)('what the agent has written is sent while it still writes the rest', async () => {
  const file = join(folder, 'a.heapsnapshot')
  const { sent, first } = await halfWritten(file)
  const size = written()
  let bytes = first.length
  while (bytes < size) bytes += ((await sent.next()) as IteratorYieldResult<Uint8Array>).value.length
  expect(existsSync(file)).toBe(false)
  for (const writer of writers()) process.kill(writer, 'SIGCONT')
  for await (const piece of sent) bytes += piece.length
  expect(statSync(file).size).toBe(bytes)
  expect(readdirSync(folder)).toEqual(['a.heapsnapshot'])
})

test.skipIf(cannot)('who stops taking a capture stops the agent, and the program goes on', async () => {
  const { sent } = await halfWritten(join(folder, 'a.heapsnapshot'))
  await sent.return(undefined)
  await until(() => readdirSync(folder).length === 0)
  for (const writer of writers()) process.kill(writer, 'SIGCONT')
  await until(() => writers().length === 0)
  expect(readdirSync(folder)).toEqual([])
  expect(program.exitCode).toBe(null)
})

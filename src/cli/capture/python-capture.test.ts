import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childrenOf } from '#engine/testing/children-of.ts'
import { findPythons } from '#engine/testing/pythons.ts'
import { runInMemory } from '../testing/memory-io.ts'

const PROGRAM = `
import time
class Session:
    def __init__(self, number):
        self.data = 'x' * 100 + str(number)
sessions = [Session(number) for number in range(700)]
print('ready', flush=True)
while True:
    time.sleep(0.05)
    sessions.append(Session(len(sessions)))
`

const python = findPythons().at(-1)?.program
let folder: string
let child: ChildProcess

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-capture-'))
  child = spawn(python ?? 'python3', ['-c', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout!, 'data')
})

afterAll(() => {
  child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

// Attaching needs Linux.
test.skipIf(process.platform !== 'linux' || !python)(
  'a Python process is captured by its number',
  async () => {
    const { exitCode, stdout, stderr } = await runInMemory(['capture', 'python', String(child.pid), '--json'])
    expect(stderr).toMatch(
      new RegExp(String.raw`^[\d.]+ [KM]iB captured; process ${child.pid} stood still for [\d.]+ m?s\.\n$`),
    )
    expect(exitCode).toBe(0)
    const { file, classes, capture } = JSON.parse(stdout) as {
      file: string
      classes: { name: string; count: number }[]
      capture: object
    }
    expect(file).toBe(`python-${child.pid}.heapsnapshot.gz`)
    expect(classes.find(({ name }) => name.endsWith('Session'))?.count).toBeGreaterThanOrEqual(700)
    expect(capture).toMatchObject({ pid: child.pid, file: null, before: null, after: null })
  },
)

test.skipIf(process.platform !== 'linux' || !python)(
  'a series of a Python process is kept, and its trend read',
  async () => {
    const file = join(folder, 'app.heapsnapshot.gz')
    const options = ['--series', '2', '--every', '100ms', '-o', file]
    const { exitCode, stdout } = await runInMemory(['capture', 'python', String(child.pid), ...options])
    expect(exitCode).toBe(0)
    expect(stdout.match(/^app-\d\.heapsnapshot\.gz {2}\S/gm)).toHaveLength(2)
    const files = readdirSync(folder).toSorted()
    expect(files).toEqual(['app-1.heapsnapshot.gz', 'app-2.heapsnapshot.gz'])
    const trend = await runInMemory(['trend', ...files.map((name) => join(folder, name)), '--json'])
    const { classes } = JSON.parse(trend.stdout) as { classes: { name: string; counts: [number, number] }[] }
    const [before, after] = classes.find(({ name }) => name.endsWith('Session'))!.counts
    expect(after).toBeGreaterThan(before)
  },
)

test.skipIf(process.platform !== 'linux' || !python)(
  'a Python process that ends while it is captured is told, and no file is left',
  async () => {
    const out = mkdtempSync(join(folder, 'ends-'))
    const ending = spawn(python!, ['-c', PROGRAM.replace('700', '200_000')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(ending.stdout, 'data')
    const file = join(out, 'a.heapsnapshot.gz')
    const running = runInMemory(['capture', 'python', String(ending.pid), '-o', file])
    // Its fork, which makes the capture.
    while (childrenOf(ending.pid!).length === 0) await wait(5)
    ending.kill('SIGKILL')
    const { exitCode, stdout, stderr } = await running
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toBe(`heapscope: Process ${ending.pid} ended before the capture was written.\n`)
    expect(readdirSync(out)).toEqual([])
  },
)

test('what the agent refuses is told in its words', async () => {
  const of = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await runInMemory(['capture', 'python', ...args])
    return [exitCode, stdout, stderr]
  }
  expect(await of('99999999')).toEqual([3, '', 'heapscope: There is no process 99999999.\n'])
  expect(await of(String(process.pid))).toEqual([
    3,
    '',
    `heapscope: Process ${process.pid} is not a Python program: it has mapped no part of CPython.\n`,
  ])
  expect(await of('99999999', '--python', 'no-such-python')).toEqual([
    3,
    '',
    'heapscope: no-such-python does not start; name a Python with --python.\n',
  ])
  expect(await of('99999999', '-o', 'app.dump')).toEqual([
    2,
    '',
    'error: app.dump: the name of a capture of Python ends in .heapsnapshot or .heapsnapshot.gz.\n',
  ])
})

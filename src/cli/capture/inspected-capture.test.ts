import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LeakingServer } from '../testing/leaking-server.ts'
import { runInMemory } from '../testing/memory-io.ts'

let folder: string
const servers: LeakingServer[] = []

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-capture-'))
})

afterAll(async () => {
  await Promise.all(servers.map((server) => server.end()))
  rmSync(folder, { recursive: true })
})

async function started(settings?: Parameters<typeof LeakingServer.start>[0]): Promise<LeakingServer> {
  const server = await LeakingServer.start(settings)
  servers.push(server)
  return server
}

interface Summary {
  readonly file: string
  readonly classes: readonly { name: string; count: number }[]
  readonly capture: {
    readonly pid: number
    readonly file: string | null
    readonly bytes: number
    readonly pauseMs: number
    readonly before: { heap: number; resident: number }
    readonly after: { heap: number; resident: number }
  }
}

const countOf = ({ classes }: Summary, name: string) => classes.find((row) => row.name === name)?.count

/** Makes the server leak as long as something runs. */
async function requestingWhile<Result>(server: LeakingServer, running: Promise<Result>): Promise<Result> {
  const state = { isOver: false }
  const over = running.finally(() => {
    state.isOver = true
  })
  while (!state.isOver) await server.request(5)
  return over
}

/** Whether an inspector that was opened for a capture closes, which it does a second later. */
async function closes(port: number): Promise<boolean> {
  for (const end = performance.now() + 10_000; performance.now() < end; await wait(50)) {
    if (!(await isOpen(port))) return true
  }
  return false
}

/** Whether something listens there. */
function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}

test.concurrent('a process whose inspector is closed is captured by its number, and it is closed again', async () => {
  const server = await started()
  await server.request(50)
  const { exitCode, stdout, stderr } = await runInMemory(['capture', 'node', String(server.pid)])
  expect(exitCode).toBe(0)
  expect(stdout).toMatch(new RegExp(`^node-${server.pid}\\.heapsnapshot  V8 heap snapshot\n.* nodes, .*\n`))
  expect(stdout).toMatch(/ {2}500 {2}Session\n/)
  const lines = stderr.trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  const sizes = String.raw`heap [\d.]+ MiB, resident memory [\d.]+ MiB\.$`
  expect(lines[0]).toMatch(new RegExp(`^Process ${server.pid}: ${sizes}`))
  expect(lines[1]).toMatch(
    new RegExp(
      String.raw`^[\d.]+ MiB captured; process ${server.pid} stood still for [\d.]+ m?s, and now has: ${sizes}`,
    ),
  )
  expect(server.inspectorPort).toBeGreaterThan(0)
  expect(await closes(server.inspectorPort)).toBe(true)
  // It lives.
  await server.request(1)
})

test.concurrent('a process is captured where its inspector listens, which stays open, into a file that opens the same', async () => {
  const server = await started({ flags: ['--inspect=0'] })
  await server.request(70)
  const file = join(folder, 'port.heapsnapshot')
  const where = `localhost:${server.inspectorPort}`
  const { exitCode, stdout } = await runInMemory(['capture', 'node', where, '--gc', '-o', file, '--json'])
  expect(exitCode).toBe(0)
  const { capture, ...summary } = JSON.parse(stdout) as Summary
  expect(countOf({ capture, ...summary }, 'Session')).toBe(700)
  expect(capture).toMatchObject({ pid: server.pid, file, bytes: statSync(file).size })
  expect(capture.pauseMs).toBeGreaterThan(0)
  expect(capture.before.resident).toBeGreaterThan(capture.before.heap)
  expect(await isOpen(server.inspectorPort)).toBe(true)
  const again = JSON.parse((await runInMemory(['summary', file, '--json'])).stdout) as Summary
  expect({ ...again, phases: null }).toEqual({ ...summary, phases: null })
  // By its number the same, open as it was.
  const byPid = await runInMemory(['capture', 'node', String(server.pid), '--json'])
  expect(countOf(JSON.parse(byPid.stdout) as Summary, 'Session')).toBe(700)
  expect(await isOpen(server.inspectorPort)).toBe(true)
})

test.concurrent('a series is kept under numbered names, and its trend knows the objects by their numbers', async () => {
  const server = await started()
  const file = join(folder, 'series.heapsnapshot')
  const options = ['--series', '3', '--every', '200ms', '-o', file]
  const running = runInMemory(['capture', 'node', String(server.pid), ...options])
  const { exitCode, stdout } = await requestingWhile(server, running)
  expect(exitCode).toBe(0)
  const files = [1, 2, 3].map((number) => join(folder, `series-${number}.heapsnapshot`))
  expect(stdout.match(/^series-\d\.heapsnapshot {2}V8 heap snapshot$/gm)).toHaveLength(3)
  const trend = JSON.parse((await runInMemory(['trend', ...files, '--json'])).stdout) as {
    matchedBy: string[]
    classes: { name: string; counts: number[]; steady: boolean }[]
  }
  expect(trend.matchedBy).toEqual(['id', 'id'])
  const { counts, steady } = trend.classes.find(({ name }) => name === 'Session')!
  expect(steady).toBe(true)
  expect(counts).toEqual(counts.toSorted((a, b) => a - b))
  expect(await closes(server.inspectorPort)).toBe(true)
  // It lives.
  await server.request(1)
})

test.concurrent('a process that ends between two of a series leaves those that are whole', async () => {
  const out = mkdtempSync(join(folder, 'between-'))
  const server = await started()
  const file = join(out, 'a.heapsnapshot')
  const running = runInMemory([
    ...['capture', 'node', String(server.pid), '-o', file, '--series', '2', '--every', '1h'],
  ])
  while (!readdirSync(out).includes('a-1.heapsnapshot')) await wait(10)
  await wait(1000)
  server.kill('SIGKILL')
  const { exitCode, stdout } = await running
  expect(exitCode).toBe(3)
  expect(stdout).toMatch(/^a-1\.heapsnapshot {2}V8 heap snapshot\n/)
  expect(readdirSync(out)).toEqual(['a-1.heapsnapshot'])
})

test.concurrent('a heap over a gigabyte is not stopped unless that was agreed to', async () => {
  const server = await started({ flags: ['--inspect=0', '--max-old-space-size=2000'], filled: 9 })
  const where = `127.0.0.1:${server.inspectorPort}`
  const { exitCode, stdout, stderr } = await runInMemory(['capture', 'node', where])
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(stderr.split('\n')[1]).toMatch(
    new RegExp(
      String.raw`^error: The heap of process ${server.pid} is 1\.1 GiB, and it stands still while it is captured; --yes agrees to that\.$`,
    ),
  )
  const asked = await runInMemory(['capture', 'node', where], {
    terminal: true,
    stdin: new TextEncoder().encode('n\n'),
  })
  expect(asked.exitCode).toBe(2)
  expect(asked.stderr).toMatch(/is captured\. Go on\? \[y\/N\] error: Nothing was captured\.\n$/)
  const agreed = await runInMemory(['capture', 'node', where, '--yes'])
  expect(agreed.exitCode).toBe(0)
  expect(agreed.stdout).toMatch(/^1\.1 GiB in .* nodes, /m)
  const profile = await runInMemory(['capture', 'node', where, '--sampling', '10ms'])
  expect(profile.exitCode).toBe(0)
  await server.end()
})

test.concurrent('what cannot be captured is told in one sentence', async () => {
  const other = spawn('sleep', ['60'])
  const web = createServer((_, response) => response.end('Hello.')).listen(0, '127.0.0.1')
  await wait(100)
  const { port } = web.address() as AddressInfo
  const of = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await runInMemory(['capture', ...args])
    expect(stdout).toBe('')
    return [exitCode, stderr]
  }
  expect(await of('node', '99999999')).toEqual([3, 'heapscope: There is no process 99999999.\n'])
  expect(await of('node', String(other.pid))).toEqual([
    3,
    `heapscope: Process ${other.pid} is sleep, not Node; a program with Node inside is named by the HOST:PORT of its inspector.\n`,
  ])
  expect(await of('node', '127.0.0.1:1')).toEqual([
    3,
    'heapscope: Nothing listens at 127.0.0.1:1; start the program with node --inspect, or give the number of its process.\n',
  ])
  expect(await of('chrome', '127.0.0.1:1')).toEqual([
    3,
    'heapscope: Nothing listens at 127.0.0.1:1; start Chrome with --remote-debugging-port=9222 --user-data-dir=FOLDER, a folder other than that of your own profile.\n',
  ])
  expect(await of('node', `127.0.0.1:${port}`)).toEqual([
    3,
    `heapscope: What listens at 127.0.0.1:${port} is no inspector; check the port.\n`,
  ])
  expect(await of('node', 'app.js')).toEqual([
    2,
    'error: app.js is neither the number of a process nor HOST:PORT.\n',
  ])
  expect(await of('node', '192.0.2.1:9229')).toEqual([
    2,
    'error: 192.0.2.1:9229 is another machine; --allow-remote captures from there.\n',
  ])
  expect(await of('node', '1', '--series', '3', '--every', '1s')).toEqual([
    2,
    'error: --series wants -o, for what the captures are called.\n',
  ])
  other.kill()
  web.close()
})

test.concurrent('a Node that cannot open its inspector is told, and lives', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await wait(100)
  const { port } = taken.address() as AddressInfo
  const server = await started({ flags: [`--inspect-port=${port}`] })
  const { exitCode, stderr } = await runInMemory(['capture', 'node', String(server.pid)])
  expect([exitCode, stderr]).toEqual([
    3,
    `heapscope: Process ${server.pid} did not open its inspector within 5 s; its port (9229, unless it was started with another) may be taken: start it with node --inspect=0, and give the HOST:PORT it prints.\n`,
  ])
  await server.request(1)
  expect(process.kill(server.pid, 0)).toBe(true)
  taken.close()
})

// These two count on the server's being fast, so nothing runs beside them.
test('a process that ends while it is captured is told, and no file is left', async () => {
  const out = mkdtempSync(join(folder, 'ends-'))
  const server = await started({ sessions: 150_000 })
  const running = runInMemory(['capture', 'node', String(server.pid), '-o', join(out, 'a.heapsnapshot')])
  let seen = 0
  for (const end = performance.now() + 60_000; seen === 0 && performance.now() < end; await wait(1)) {
    const part = readdirSync(out)[0]
    seen = part === undefined ? 0 : statSync(join(out, part)).size
  }
  // In the middle: some has been written, and more is to come.
  expect(seen).toBeGreaterThan(0)
  server.kill('SIGKILL')
  const { exitCode, stdout, stderr } = await running
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
  expect(stderr.split('\n').at(-2)).toBe(`heapscope: Process ${server.pid} ended while it was captured.`)
  expect(readdirSync(out)).toEqual([])
})

test('a timeline and a sampling profile tell by whom the requests allocated', async () => {
  const server = await started()
  for (const [option, name, column] of [
    ['--allocations', 'app.heaptimeline', 'liveSize'],
    ['--sampling', 'app.heapprofile', 'size'],
  ] as const) {
    const file = join(folder, name)
    const running = runInMemory(['capture', 'node', String(server.pid), option, '800ms', '-o', file])
    const { exitCode, stdout, stderr } = await requestingWhile(server, running)
    expect(exitCode).toBe(0)
    expect(stdout.startsWith(`${name}  V8 `)).toBe(true)
    expect(stderr).toContain('\nRecording for 800 ms.\n')
    const { stdout: functions } = await runInMemory(['allocations', file, '--by', 'function', '--json'])
    const onRequest = (
      JSON.parse(functions) as { functions: { name: string; liveSize: number; size: number }[] }
    ).functions.find((row) => row.name === 'onRequest')
    // Arrays of 50 elements of 8 bytes; a profile knows them from samples.
    expect(onRequest?.[column]).toBeGreaterThan(100_000)
  }
})

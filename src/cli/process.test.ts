import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Built, finish } from './testing/built.ts'

const project = resolve(import.meta.dirname, '../..')
const capture = join(project, 'fixtures/captures/node-24.9.0-target.heapsnapshot.gz')

let built: Built
let folder: string

beforeAll(() => {
  built = new Built()
  ;({ folder } = built)
}, 60_000)

afterAll(() => built.remove())

const start = (...args: string[]) => built.start(args)

test('prints JSON to a pipe and no progress bar', async () => {
  const { stdout, stderr, code } = await finish(start('summary', capture, '--json'))
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
  expect(JSON.parse(stdout)).toMatchObject({ nodes: 63_899 })
})

/** The capture, made as long as those that get a second thread: with white space between two sections. */
function padded(): string {
  const file = join(folder, 'padded.heapsnapshot')
  const bytes = gunzipSync(readFileSync(capture))
  const at = bytes.indexOf('"edges"')
  const blanks = Buffer.alloc(1 << 20, ' ')
  const handle = openSync(file, 'w')
  writeSync(handle, bytes, 0, at)
  for (let i = 0; i < 256; i++) writeSync(handle, blanks)
  writeSync(handle, bytes, at)
  closeSync(handle)
  return file
}

test('a long capture is analysed by two threads and comes out the same', async () => {
  const whole = await finish(start('nodes', capture))
  const file = padded()
  const halves = await finish(start('nodes', file))
  expect(halves.stderr).toBe('')
  expect(halves.stdout === whole.stdout).toBe(true)
  const { stdout } = await finish(start('summary', file, '--json'))
  // The other thread followed the references, so this one has no such phase.
  const { phases } = JSON.parse(stdout) as { phases: { name: string }[] }
  expect(phases.map(({ name }) => name)).not.toContain('edges')
})

test.each([
  ['cannot start', "import './no-such-file.js'"],
  ['ends without a word', ''],
  ['never answers', 'setInterval(() => {}, 1000)'],
  ['never comes to an end', 'for (;;);'],
])('where the second thread %s, the command does all of the work and ends', async (_, code) => {
  const thread = join(built.folder, 'dist/cli/assistant-thread.js')
  const whole = readFileSync(thread)
  writeFileSync(thread, code)
  try {
    const child = start('summary', padded(), '--json')
    const { stdout, stderr, code: exitCode } = await finish(child)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(JSON.parse(stdout)).toMatchObject({ nodes: 63_899 })
  } finally {
    writeFileSync(thread, whole)
  }
})

test('a slow reader gets every node', async () => {
  const child = start('nodes', capture)
  child.stdout.pause()
  await wait(1000)
  const { stdout, code } = await finish(child)
  expect(code).toBe(0)
  expect(stdout.match(/\n/g)).toHaveLength(63_899)
})

test('a reader that goes away ends it quietly', async () => {
  const child = start('nodes', capture)
  await once(child.stdout, 'data')
  child.stdout.destroy()
  const closed = once(child, 'close')
  expect(await text(child.stderr)).toBe('')
  await closed
  expect(child.exitCode).toBe(0)
})

test('Ctrl+C ends it in the middle of its work', async () => {
  const child = start('summary', '-')
  child.stdin.write('{"snapshot":{')
  child.stdin.on('error', () => undefined)
  await wait(500)
  child.kill('SIGINT')
  expect(await finish(child)).toEqual({ stdout: '', stderr: '', code: null, signal: 'SIGINT' })
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s in the middle of a conversion leaves no file behind, and the one that was there as it was',
  async (signal) => {
    const out = mkdtempSync(join(folder, 'out-'))
    writeFileSync(join(out, 'a.heapscope'), 'as it was')
    const child = start('convert', '-', '--force', '-o', join(out, 'a.heapscope'))
    child.stdin.write('{"snapshot":{')
    child.stdin.on('error', () => undefined)
    while (readdirSync(out).length === 1) await wait(10)
    child.kill(signal)
    expect(await finish(child)).toEqual({ stdout: '', stderr: '', code: null, signal })
    expect(readdirSync(out)).toEqual(['a.heapscope'])
    expect(readFileSync(join(out, 'a.heapscope'), 'utf8')).toBe('as it was')
  },
)

test('Ctrl+C while captures are redacted for an agent leaves no temporary file', async () => {
  const temporary = mkdtempSync(join(folder, 'tmp-'))
  const child = built.start(['mcp', '--redact'], { TMPDIR: temporary })
  child.stdin.on('error', () => undefined)
  const call = { name: 'open', arguments: { file: capture } }
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call })}\n`)
  while (readdirSync(temporary).length === 0) await wait(5)
  child.kill('SIGINT')
  expect(await finish(child)).toMatchObject({ stderr: '', signal: 'SIGINT' })
  expect(readdirSync(temporary)).toEqual([])
})

test('reads a snapshot from standard input and refuses half of one', async () => {
  const child = start('summary', '-')
  child.stdin.end('{"snapshot":{"meta":{')
  const { stderr, code } = await finish(child)
  expect(code).toBe(3)
  expect(stderr).toMatch(/^heapscope: standard input: [^\n]+\.\n$/)
})

test('mcp serves a client over standard input and output, and ends with it', async () => {
  const { command, args } = built.command(['mcp', '--timeout', '50'])
  const transport = new StdioClientTransport({ command, args, stderr: 'pipe' })
  const said: string[] = []
  transport.stderr!.on('data', (chunk: Buffer) => said.push(String(chunk)))
  const client = new Client({ name: 'test', version: '1.0.0' })
  await client.connect(transport)
  expect(client.getServerVersion()).toMatchObject({ name: 'heapscope', title: 'Heapscope' })
  await client.listTools()
  const opened = await client.callTool({ name: 'open', arguments: { file: capture } })
  expect(opened.structuredContent).toMatchObject({ capture: 'c1', nodes: 63_899, edges: 261_784 })
  const { pid } = transport
  await client.close()
  expect(said).toEqual([])
  expect(() => process.kill(pid!, 0)).toThrow('ESRCH')
})

test('mcp says nothing but the protocol on standard output, whatever comes in', async () => {
  const child = start('mcp')
  child.stdin.end('not json\n{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
  const { stdout, stderr, code } = await finish(child)
  expect({ stdout, stderr, code }).toEqual({
    stdout: '{"result":{},"jsonrpc":"2.0","id":1}\n',
    stderr: '',
    code: 0,
  })
})
test.each([
  [
    'page',
    "export const url = 'data:text/html,<p>', act = () => new Promise((end) => setTimeout(end, 20_000))",
  ],
  [
    'process',
    `export const start = ['node', '-e', "require('http').createServer((_, to) => to.end()).listen(process.env.PORT)"]
     export const act = ({ pid }) => { console.error('pid', pid); return new Promise((end) => setTimeout(end, 20_000)) }`,
  ],
])('Ctrl+C while a scenario is played on a %s leaves nothing behind', async (name, module) => {
  // Chromium has a socket there, whose path may not be long.
  const temporary = mkdtempSync(join(tmpdir(), 'scenario-'))
  const scenario = join(folder, `${name}.mjs`)
  writeFileSync(scenario, module)
  const child = built.start(['leaks', 'run', scenario], { TMPDIR: temporary })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => {
    said += String(piece)
  })
  while (!/Warming up\.\n(?:pid|$)/.test(said)) {
    expect(child.exitCode).toBeNull()
    await wait(50)
  }
  await wait(300)
  child.kill('SIGINT')
  const { signal, stdout } = await finish(child)
  expect({ signal, stdout }).toEqual({ signal: 'SIGINT', stdout: '' })
  // A browser's helpers, as the one that waits for crashes, end a moment after it.
  for (let i = 0; i < 100 && processesWith(temporary) > 0; i++) await wait(50)
  expect(processesWith(temporary)).toBe(0)
  expect(readdirSync(temporary).filter((entry) => entry.startsWith('heapscope-'))).toEqual([])
  rmSync(temporary, { recursive: true })
})

/** How many processes name a folder in their command, or have it as theirs for temporary files. */
function processesWith(temporary: string): number {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args=', 'e', '-ww'], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(temporary)).length
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPythons } from '#engine/testing/pythons.ts'
import { Built, finish } from '../testing/built.ts'
import { LeakingServer } from '../testing/leaking-server.ts'

let built: Built
let server: LeakingServer

beforeAll(async () => {
  built = new Built()
  server = await LeakingServer.start({ sessions: 50_000 })
}, 60_000)

afterAll(async () => {
  await server.end()
  await built.remove()
})

/** Whether the inspector of the server, which was opened once, closes in some seconds. */
async function closes(): Promise<boolean> {
  for (const end = performance.now() + 10_000; performance.now() < end; await wait(50)) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(server.inspectorPort, '127.0.0.1')
      socket
        .on('error', () => resolve(false))
        .on('connect', () => {
          socket.destroy()
          resolve(true)
        })
    })
    if (!isOpen) return true
  }
  return false
}

test.skipIf(process.platform !== 'linux')(
  'Ctrl+C while a Python process is captured leaves no file',
  async () => {
    const out = join(built.folder, 'out-python')
    mkdirSync(out)
    const code =
      "held = [(n, str(n)) for n in range(200_000)]; print('up', flush=True); import time; time.sleep(1000)"
    const program = spawn(findPythons().at(-1)!.program, ['-c', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(program.stdout, 'data')
    // The agent is where the page is.
    copyFileSync(
      join(import.meta.dirname, '../../../public/heapscope.py'),
      join(built.folder, 'dist/app/heapscope.py'),
    )
    const child = built.start([
      'capture',
      'python',
      String(program.pid),
      '-o',
      join(out, 'a.heapsnapshot.gz'),
    ])
    while (readdirSync(out, { recursive: true }).length < 1) await wait(5)
    await wait(500)
    child.kill('SIGINT')
    const { stdout, stderr, signal } = await finish(child)
    expect({ stdout, stderr, signal }).toEqual({ stdout: '', stderr: '', signal: 'SIGINT' })
    expect(readdirSync(out)).toEqual([])
    expect(program.exitCode).toBe(null)
    program.kill('SIGKILL')
  },
)

test.each([
  ['while a heap is captured', []],
  ['while allocations are recorded', ['--allocations', '1h']],
])('Ctrl+C %s leaves no file, and the inspector closed', async (_, options) => {
  const out = join(built.folder, `out-${options.length}`)
  mkdirSync(out)
  const child = built.start([
    ...['capture', 'node', String(server.pid), ...options, '-o', join(out, 'a.heapsnapshot')],
  ])
  let said = ''
  child.stderr.on('data', (text: Uint8Array) => {
    said += String(text)
  })
  const isOn = () => (options.length > 0 ? said.includes('Recording') : readdirSync(out).length > 0)
  while (!isOn()) await wait(5)
  child.kill('SIGINT')
  const { stdout, stderr, signal } = await finish(child)
  expect({ stdout, signal }).toEqual({ stdout: '', signal: 'SIGINT' })
  expect(stderr).not.toContain('heapscope:')
  expect(readdirSync(out)).toEqual([])
  expect(await closes()).toBe(true)
  await server.request(1)
})

test.each([
  ['while a heap is captured', []],
  ['while allocations are recorded', ['--sampling', '1h']],
])('SIGKILL %s leaves the inspector closed too', async (_, options) => {
  const out = join(built.folder, `out-killed-${options.length}`)
  mkdirSync(out)
  const child = built.start([
    ...['capture', 'node', String(server.pid), ...options, '-o', join(out, 'a.heapprofile')],
  ])
  let said = ''
  child.stderr.on('data', (text: Uint8Array) => {
    said += String(text)
  })
  const isOn = () => (options.length > 0 ? said.includes('Recording') : readdirSync(out).length > 0)
  while (!isOn()) await wait(5)
  const opened = server.said.match(/Debugger listening/g)!.length
  child.kill('SIGKILL')
  expect(await finish(child)).toMatchObject({ stdout: '', signal: 'SIGKILL' })
  expect(await closes()).toBe(true)
  await server.request(1)
  expect(server.said.match(/Debugger listening/g)).toHaveLength(opened)
})

import { mkdirSync, readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

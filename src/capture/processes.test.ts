import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import process from 'node:process'
import { expect, test } from 'vitest'
import { handles, isApart, isNode, listeningAt, programOf } from './processes.ts'

test.skipIf(process.platform !== 'linux')(
  'a signal that a process would end by is known before it is sent',
  async () => {
    const sleep = spawn('sleep', ['60'])
    await once(sleep, 'spawn')
    expect(await handles(sleep.pid!, 'SIGUSR1')).toBe(false)
    expect(await handles(process.pid, 'SIGUSR1')).toBe(true)
    sleep.kill()
  },
)

test.skipIf(process.platform !== 'linux')('where a process listens is told', async () => {
  const listening = []
  for (const host of ['127.0.0.1', '0.0.0.0', '::1']) {
    const server = createServer().listen(0, host)
    await once(server, 'listening')
    listening.push({ server, host: host === '0.0.0.0' ? '127.0.0.1' : host })
  }
  const expected = listening.map(({ server, host }) => ({
    host,
    port: (server.address() as { port: number }).port,
  }))
  const ports = new Set(expected.map(({ port }) => port))
  const found = (await listeningAt(process.pid))?.filter(({ port }) => ports.has(port))
  expect(new Set(found)).toEqual(new Set(expected))
  expect(found).toHaveLength(3)
  for (const { server } of listening) server.close()
})

test('Node is told by the name of its program', async () => {
  expect(isNode(await programOf(process.pid))).toBe(true)
  expect(['/usr/bin/node', '/opt/nodejs', 'node20', 'node22.1'].map(isNode)).toEqual([true, true, true, true])
  expect(['/usr/bin/bash', '/opt/node-exporter', '/usr/bin/node_helper'].map(isNode)).toEqual([
    false,
    false,
    false,
  ])
})

test('this process is not apart from itself', async () => {
  expect(await isApart(process.pid)).toBe(false)
})

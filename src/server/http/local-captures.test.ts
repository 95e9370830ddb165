import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { localTargets as answer } from '#protocol/local-capture.ts'
import { addLocalCaptures, LocalCaptures } from './local-captures.ts'
import type { Carried } from './parts.ts'
import { refusalOf } from './refusal.ts'

const START = 'http://localhost:4321/'
const PROGRAM = `globalThis.kept = Array.from({ length: 50 }, () => new (class KeptByTheTest {})());
setInterval(() => {}, 1000); process.stdout.write('ready')`

let child: ChildProcess
const app = new Hono<Carried>()
const captures = new LocalCaptures()
const token = new URL(captures.openedAt(START)).hash.slice('#capture='.length)
const asOpener = { headers: { Authorization: `Bearer ${token}` } }

beforeAll(async () => {
  addLocalCaptures(app, captures)
  app.onError((error, context) => {
    const { status, message } = refusalOf(error)
    return context.json({ message }, status)
  })
  child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout!, 'data')
})

afterAll(() => void child.kill())

describe('processes of this machine', () => {
  test('are told to nobody but who has the address that was said', async () => {
    const guessed = { headers: { Authorization: `Bearer ${'A'.repeat(22)}` } }
    for (const how of [{}, guessed]) {
      expect((await app.request('/api/local', how)).status).toBe(403)
      expect((await app.request(`/api/local/node-${child.pid}`, { method: 'POST', ...how })).status).toBe(403)
    }
  })

  test('are listed with their command lines, without this one and those that started it', async () => {
    const response = await app.request('/api/local', asOpener)
    const { targets } = answer.parse(await response.json())
    const found = targets.find(({ pid }) => pid === child.pid)
    expect(found).toMatchObject({ id: `node-${child.pid}`, kind: 'node' })
    expect(found?.name).toContain('KeptByTheTest')
    expect(found?.resident).toBeGreaterThan(1 << 20)
    expect(targets.map(({ pid }) => pid)).not.toContain(process.pid)
    expect(targets.map(({ pid }) => pid)).not.toContain(process.ppid)
  })

  test('are captured, and go on', async () => {
    const response = await app.request(`/api/local/node-${child.pid}`, { method: 'POST', ...asOpener })
    expect(response.status).toBe(200)
    const text = await response.text()
    const { snapshot, strings } = JSON.parse(text) as { snapshot: { node_count: number }; strings: string[] }
    expect(snapshot.node_count).toBeGreaterThan(1000)
    expect(strings).toContain('KeptByTheTest')
    expect(child.exitCode).toBeNull()
  })

  test('that are not there cannot be captured', async () => {
    const response = await app.request('/api/local/node-1', { method: 'POST', ...asOpener })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ message: 'This process has ended.' })
  })

  test('stand before what the page is to show in its address', () => {
    const address = captures.openedAt(`${START}#url=http%3A%2F%2Flocalhost%2Fa`)
    expect(address).toMatch(/#capture=[\w-]{22}&url=http%3A%2F%2Flocalhost%2Fa$/)
  })
})

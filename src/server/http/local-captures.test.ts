import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { childrenOf } from '#engine/testing/children-of.ts'
import { findPythons } from '#engine/testing/pythons.ts'
import { localTargets as answer } from '#protocol/local-capture.ts'
import { addLocalCaptures, LocalCaptures } from './local-captures.ts'
import type { Carried } from './parts.ts'
import { refusalOf } from './refusal.ts'

const START = 'http://localhost:4321/'
const PROGRAM = `globalThis.kept = Array.from({ length: 50 }, () => new (class KeptByTheTest {})());
setInterval(() => {}, 1000); process.stdout.write('ready')`

const PYTHON_PROGRAM = `import time
class KeptByTheTest: pass
kept = [KeptByTheTest() for _ in range(50000)]
print('ready', flush=True)
time.sleep(1000)`
const python = findPythons().at(-1)?.program

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

  test.skipIf(process.platform !== 'linux' || !python)(
    'of Python are listed and captured, and let go of where nobody waits any more',
    async () => {
      const program = spawn(python!, ['-c', PYTHON_PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] })
      await once(program.stdout, 'data')
      const list = answer.parse(await (await app.request('/api/local', asOpener)).json())
      expect(list.targets.find(({ pid }) => pid === program.pid)).toMatchObject({
        id: `python-${program.pid}`,
        kind: 'python',
        needs: null,
      })
      const path = `/api/local/python-${program.pid}`
      const giveUp = new AbortController()
      const { signal } = giveUp
      void app.request(path, { method: 'POST', ...asOpener, signal })
      while (childrenOf(program.pid!).length === 0) await wait(5)
      giveUp.abort()
      // Without the agent's folder its fork ends, too.
      while (childrenOf(program.pid!).length > 0) await wait(20)
      const response = await app.request(path, { method: 'POST', ...asOpener })
      expect(response.status).toBe(200)
      const { strings } = JSON.parse(gunzipSync(await response.arrayBuffer()).toString()) as {
        strings: string[]
      }
      expect(strings).toContain('__main__.KeptByTheTest')
      expect(program.exitCode).toBeNull()
      const running = app.request(path, { method: 'POST', ...asOpener })
      while (childrenOf(program.pid!).length === 0) await wait(5)
      program.kill('SIGKILL')
      const refused = await running
      expect([refused.status, await refused.json()]).toEqual([
        409,
        { message: `Process ${program.pid} ended before the capture was written.` },
      ])
    },
  )

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

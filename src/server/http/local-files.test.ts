import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addLocalFiles, LocalFiles } from './local-files.ts'
import type { Carried } from './parts.ts'

const START = 'http://localhost:4321/'

let folder: string
let app: Hono<Carried>
let addresses: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-local-'))
  const paths = ['a b#.heapsnapshot', 'c.heapscope'].map((name) => join(folder, name))
  writeFileSync(paths[0]!, '{"snapshot":')
  writeFileSync(paths[1]!, Uint8Array.of(0x1f, 0x8b, 0))
  writeFileSync(join(folder, 'other'), 'secret')
  const files = new LocalFiles(paths)
  app = new Hono<Carried>()
  addLocalFiles(app, files)
  const { hash } = new URL(files.openedAt(START))
  addresses = new URLSearchParams(hash.slice(1)).getAll('url')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('local files', () => {
  test('are handed out as they are, each at an address of its own', async () => {
    expect(addresses).toHaveLength(2)
    const first = await app.request(addresses[0]!)
    const second = await app.request(addresses[1]!)
    expect(first.status).toBe(200)
    expect(await first.text()).toBe('{"snapshot":')
    expect(first.headers.get('Cache-Control')).toBe('no-store')
    expect(new Uint8Array(await second.arrayBuffer())).toEqual(Uint8Array.of(0x1f, 0x8b, 0))
    expect(second.headers.get('Content-Encoding')).toBeNull()
    expect(second.headers.get('Content-Length')).toBe('3')
  })

  test('keep their names at the end of their addresses', () => {
    expect(addresses.map((address) => decodeURIComponent(address.split('/').at(-1)!))).toEqual([
      'a b#.heapsnapshot',
      'c.heapscope',
    ])
  })

  test('are looked for without being read', async () => {
    const response = await app.request(addresses[0]!, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(response.headers.get('Content-Length')).toBe('12')
    expect(await response.text()).toBe('')
  })

  test('are all there is, and only at their addresses', async () => {
    const [first] = addresses as [string]
    const guessed = first.replace(/local\/[^/]+/, `local/${'A'.repeat(22)}`)
    for (const address of [
      guessed,
      first.replace('/0/', '/2/'),
      first.replace('/0/', '/-1/'),
      first.replace('/0/', '/__proto__/'),
      first.replace('/0/a%20b%23.heapsnapshot', '/..%2Fother/x'),
    ]) {
      expect((await app.request(address)).status, address).toBe(404)
    }
  })

  test('that are gone meanwhile are not found', async () => {
    rmSync(join(folder, 'c.heapscope'))
    expect((await app.request(addresses[1]!)).status).toBe(404)
  })

  test('of two servers have nothing in common', () => {
    const other = new LocalFiles(['c.heapscope']).openedAt(START)
    expect(other).not.toContain(/local%2F([\w-]+)/.exec(new LocalFiles(['c.heapscope']).openedAt(START))![1])
  })
})

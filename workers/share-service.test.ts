import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKey } from '#sharing/seal.ts'
import { sealedLength } from '#sharing/sealed-layout.ts'
import { createShareService } from './share-service.ts'

const ID = 'AbCdEfGhIjKlMnOpQrStUv'
const service = createShareService()
const contents = new Blob([new Uint8Array(3_000_000).map((_, i) => i % 251)])
const key = newKey()

let sealed: Buffer
let server: Server
let address: string
/** How many bytes of the sealed file are sent at most in one answer. */
let most = Infinity

beforeAll(async () => {
  const reply = await service.seal({ contents, key, file: 'a' }, () => {})
  if (!reply.ok) throw new Error(reply.message)
  sealed = Buffer.from(await reply.value.sealed.arrayBuffer())
  server = createServer((request, response) => {
    if (request.url === `/api/shares/${ID}/content`) {
      const from = Number(/\d+/.exec(request.headers.range ?? '')?.[0] ?? 0)
      const part = sealed.subarray(from)
      response.writeHead(from > 0 ? 206 : 200, { 'Content-Length': part.length })
      if (part.length <= most) response.end(part)
      else response.write(part.subarray(0, most), () => response.destroy())
    } else if (request.url === `/api/shares/${ID}`) {
      const info = { id: ID, bytes: sealed.length, created: '2026-11-26T21:00:00.000Z', expires: null }
      response.end(JSON.stringify(info))
    } else {
      response.writeHead(404, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ code: 'gone', message: 'There is no such share.' }))
    }
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' && at ? at.port : 0}/`
})

afterAll(() => server.close())

describe('the worker of shares', () => {
  test('seals into memory where there are no files, and says so', async () => {
    const told: number[][] = []
    const reply = await service.seal({ contents, key, file: 'b' }, (done, total) => told.push([done, total]))
    expect(reply).toMatchObject({ ok: true, value: { kept: false } })
    expect(sealed.length).toBe(sealedLength(contents.size))
    expect(told.at(-1)).toEqual([sealed.length, sealed.length])
  })

  test('opens a share over a network that breaks again and again', { timeout: 60_000 }, async () => {
    most = 1_000_000
    const reply = await service.open({ server: address, id: ID, key }, () => {})
    most = Infinity
    if (!reply.ok) throw new Error(reply.message)
    expect(
      Buffer.from(await reply.value.contents.arrayBuffer()).equals(Buffer.from(await contents.arrayBuffer())),
    ).toBe(true)
  })

  test('answers why it cannot, by code', async () => {
    expect(await service.open({ server: address, id: ID, key: newKey() }, () => {})).toMatchObject({
      ok: false,
      code: 'wrong-key',
    })
    const other = await service.open({ server: address, id: ID.toLowerCase(), key }, () => {})
    expect(other).toMatchObject({ ok: false, code: 'gone', message: 'There is no such share.' })
  })
})

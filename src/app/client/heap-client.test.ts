import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { HeapError } from '#engine/base/error.ts'
import { EVERYTHING } from '#engine/format/v8/reading.ts'
import { valueOf } from '#protocol/reply.ts'
import { HeapClient } from './heap-client.ts'

/** A worker that never answers; tests make it fail. */
class SilentWorker extends EventTarget {
  static last: SilentWorker
  terminated = false
  /** What it was told to do. */
  readonly calls: (string | undefined)[] = []

  constructor() {
    super()
    SilentWorker.last = this
  }

  postMessage({ path }: { path?: string[] }) {
    this.calls.push(path?.[0])
  }

  terminate() {
    this.terminated = true
  }

  die(message: string) {
    this.dispatchEvent(Object.assign(new Event('error'), { message }))
  }
}

beforeEach(() => {
  vi.stubGlobal('Worker', SilentWorker)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

async function failureOf(asked: Promise<unknown>): Promise<HeapError> {
  return asked.then(
    () => expect.unreachable('it should have failed'),
    (error: HeapError) => error,
  )
}

describe('a reply', () => {
  test('is its value', () => {
    expect(valueOf({ ok: true, value: 7 })).toBe(7)
  })

  test('that is a failure becomes the error it was, with code, sentence and place', () => {
    const place = { section: 'edges', byte: 9 }
    const fail = () => valueOf({ ok: false, code: 'cut-off', message: 'It ends early.', place })
    expect(fail).toThrow(
      expect.objectContaining({ name: 'HeapError', code: 'cut-off', message: 'It ends early.', place }),
    )
  })

  test('keeps which characters of a filter are wrong', () => {
    const at = { start: 3, end: 5 }
    const fail = () => valueOf({ ok: false, code: 'bad-filter', message: 'It is wrong.', at })
    expect(fail).toThrow(expect.objectContaining({ code: 'bad-filter', at, place: undefined }))
  })
})

describe('a client', () => {
  test('that is ended ends its worker and fails what was asked with cancelled', async () => {
    const client = new HeapClient()
    const asked = failureOf(client.ask('kinds', []))
    client.end()
    expect(SilentWorker.last.terminated).toBe(true)
    expect((await asked).code).toBe('cancelled')
  })

  test('whose worker runs out of memory says so and what to do', async () => {
    const client = new HeapClient()
    const opened = failureOf(
      client.open(new Blob([]), 'a', { progress() {}, stage() {}, answering() {} }, EVERYTHING),
    )
    SilentWorker.last.die('RangeError: Array buffer allocation failed')
    const { code, message } = await opened
    expect(code).toBe('out-of-memory')
    expect(message).toContain('command line')
  })

  test('whose worker cannot run says why', async () => {
    const client = new HeapClient()
    const asked = failureOf(client.ask('summary', []))
    SilentWorker.last.die('Script error')
    const { code, message } = await asked
    expect(code).toBe('unreadable')
    expect(message).toContain('Script error')
  })

  test('fails later questions at once after its worker has died', async () => {
    const client = new HeapClient()
    SilentWorker.last.die('out of memory')
    expect((await failureOf(client.ask('kinds', []))).code).toBe('out-of-memory')
  })

  test('stops what it saves when that is aborted, and does not begin what was aborted before', async () => {
    const client = new HeapClient()
    const request = { part: 'a.part', most: 9 }
    const listener = { progress() {}, makeRoom: async () => false }
    const controller = new AbortController()
    const saved = failureOf(client.save(request, listener, controller.signal))
    expect(SilentWorker.last.calls).toEqual(['save'])
    controller.abort()
    expect(SilentWorker.last.calls).toEqual(['save', 'stopSaving'])
    client.end()
    expect((await saved).code).toBe('cancelled')
    await failureOf(client.save(request, listener, controller.signal))
    expect(SilentWorker.last.calls).toHaveLength(2)
  })
})

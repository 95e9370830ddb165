import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LentThread } from './lent-thread.ts'

class FakeWorker extends EventTarget {
  static readonly made: FakeWorker[] = []
  readonly sent: unknown[] = []
  terminated = false

  constructor() {
    super()
    FakeWorker.made.push(this)
  }

  postMessage(message: unknown) {
    this.sent.push(message)
  }

  terminate() {
    this.terminated = true
  }
}

beforeEach(() => {
  FakeWorker.made.length = 0
  vi.stubGlobal('Worker', FakeWorker)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

test('a thread starts when it is asked for, with one end of the way to it', async () => {
  const lent = new LentThread()
  expect(FakeWorker.made).toHaveLength(0)
  const port = await lent.start()
  const [worker] = FakeWorker.made
  const [other] = worker?.sent ?? []
  expect(other).toBeInstanceOf(MessagePort)
  const arrived = new Promise((resolve) => port.addEventListener('message', resolve))
  port.start()
  ;(other as MessagePort).postMessage('hello')
  expect(await arrived).toMatchObject({ data: 'hello' })
  port.close()
})

test('ending it ends the worker', async () => {
  const lent = new LentThread()
  await lent.start()
  await lent.end()
  expect(FakeWorker.made.map(({ terminated }) => terminated)).toEqual([true])
})

test('once it was ended, no worker starts for who asks late', async () => {
  const lent = new LentThread()
  await lent.end()
  await lent.start()
  expect(FakeWorker.made).toHaveLength(0)
})

test('a thread that dies is told of', async () => {
  const lent = new LentThread()
  await lent.start()
  FakeWorker.made[0]?.dispatchEvent(new Event('error'))
  await expect(lent.death()).rejects.toThrow('died')
})

import { MAX_HEADER_BYTES } from '#engine/format/v8/reading.ts'
import { beforeEach, expect, test, vi } from 'vitest'
import { HeapError } from '#engine/base/error.ts'
import type { OpenListener } from '#protocol/worker.ts'
import { ask, closeCapture, heapStore, isOpen, openCapture, putAside, resumeCapture } from './heap-store.ts'
import type { HeapStatus } from './open-capture.ts'

interface Opening {
  readonly name: string
  readonly listener: OpenListener
  readonly finish: () => void
  readonly fail: (error: unknown) => void
  ended: boolean
}

const openings = vi.hoisted((): Opening[] => [])

vi.mock('../client/heap-client.ts', () => ({
  HeapClient: class {
    #opening: Opening | undefined

    open(_file: Blob, name: string, listener: OpenListener) {
      return new Promise<void>((finish, fail) => {
        this.#opening = { name, listener, finish, fail, ended: false }
        openings.push(this.#opening)
      })
    }

    async ask(question: string) {
      return `${question} of ${this.#opening?.name}`
    }

    end() {
      if (this.#opening) this.#opening.ended = true
    }
  },
}))

function begin(name: string): Opening {
  void openCapture(new Blob(['12345']), name)
  const opening = openings.at(-1)
  return opening ?? expect.unreachable('nothing was opened')
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

beforeEach(() => {
  closeCapture()
  openings.length = 0
})

test('opening goes through its stages to ready, with progress on the way', async () => {
  const { listener, finish } = begin('a')
  expect(heapStore.getState()).toMatchObject({ status: 'opening', file: { name: 'a', size: 5 } })
  listener.progress({ phase: 'edges', done: 1, total: 2 })
  expect(heapStore.getState().loading?.current?.phase).toBe('edges')
  listener.stage('parsed')
  expect(heapStore.getState().status).toBe('parsed')
  finish()
  await settled()
  expect(heapStore.getState()).toMatchObject({ status: 'ready', loading: null })
  expect(heapStore.getState().openedMs).toBeGreaterThanOrEqual(0)
})

test('what is known early can be asked while the rest is read, and is followed by what is whole', async () => {
  const { listener, finish } = begin('a')
  const statuses: HeapStatus[] = []
  const stop = heapStore.subscribe(({ status }) => void statuses.push(status))
  listener.stage('early')
  expect(isOpen(heapStore.getState().status)).toBe(true)
  expect(await ask('kinds')).toBe('kinds of a')
  listener.progress({ phase: 'read', done: 1, total: 2 })
  expect(heapStore.getState().loading?.current?.done).toBe(1)
  listener.stage('parsed')
  listener.stage('early')
  expect(heapStore.getState().status).toBe('parsed')
  finish()
  await settled()
  stop()
  expect([...new Set(statuses)]).toEqual(['early', 'parsed', 'ready'])
})

test('what is known early of a file that turns out damaged makes way for what is wrong with it', async () => {
  const opening = begin('a')
  opening.listener.stage('early')
  opening.fail(new HeapError('bad-edge', 'An edge leads nowhere.'))
  await settled()
  expect(opening.ended).toBe(true)
  expect(heapStore.getState()).toMatchObject({ status: 'failed', error: { code: 'bad-edge' } })
})

test('reports that the result has overtaken change nothing', async () => {
  const { listener, finish } = begin('a')
  finish()
  await settled()
  listener.stage('parsed')
  listener.progress({ phase: 'retainers', done: 1, total: 2 })
  expect(heapStore.getState()).toMatchObject({ status: 'ready', loading: null })
})

test('a second capture ends the first, whose late news is not heard', async () => {
  const first = begin('a')
  const second = begin('b')
  expect(first.ended).toBe(true)
  first.fail(new HeapError('cut-off', 'It ends early.'))
  first.listener.stage('parsed')
  await settled()
  expect(heapStore.getState()).toMatchObject({ status: 'opening', file: { name: 'b' }, error: null })
  second.finish()
  await settled()
  expect(await ask('kinds')).toBe('kinds of b')
})

test('a failure is shown, and ends the worker', async () => {
  const opening = begin('a')
  opening.fail(new HeapError('empty', 'The file is empty.'))
  await settled()
  expect(opening.ended).toBe(true)
  expect(heapStore.getState()).toMatchObject({ status: 'failed', error: { code: 'empty' } })
})

test('an error nobody foresaw is shown as one sentence too', async () => {
  begin('a').fail(new TypeError('x is not a function'))
  await settled()
  expect(heapStore.getState().error?.message).toContain('x is not a function')
})

test('closing ends the worker and forgets the capture, but counts it', () => {
  const opening = begin('a')
  const { capture } = heapStore.getState()
  closeCapture()
  expect(opening.ended).toBe(true)
  expect(heapStore.getState()).toMatchObject({ status: 'none', file: null, capture: capture + 1 })
})

/** Opens `a` to its end, puts it aside and begins `b`. */
async function beginBeside(): Promise<{ first: Opening; second: Opening }> {
  const first = begin('a')
  first.finish()
  await settled()
  expect(putAside()).toBe(true)
  return { first, second: begin('b') }
}

test('a capture put aside comes back with its answers when the next one fails', async () => {
  const { first, second } = await beginBeside()
  second.listener.progress({ phase: 'read', done: 1000, total: 1e9 })
  second.fail(new HeapError('empty', 'The file is empty.'))
  await settled()
  expect(heapStore.getState().status).toBe('failed')
  expect(resumeCapture()).toBe(true)
  expect(first.ended).toBe(false)
  expect(heapStore.getState()).toMatchObject({ status: 'ready', file: { name: 'a' }, error: null })
  expect(await ask('kinds')).toBe('kinds of a')
})

test('a capture put aside is let go once the next one has been read in part', async () => {
  const { first, second } = await beginBeside()
  second.listener.progress({ phase: 'read', done: MAX_HEADER_BYTES, total: 1e9 })
  expect(first.ended).toBe(false)
  second.listener.progress({ phase: 'read', done: MAX_HEADER_BYTES + 1, total: 1e9 })
  expect(first.ended).toBe(true)
  expect(resumeCapture()).toBe(false)
})

test('a capture put aside is let go once a small one has been read', async () => {
  const { first, second } = await beginBeside()
  second.listener.progress({ phase: 'shallow sizes', done: 0, total: 9 })
  expect(first.ended).toBe(true)
})

test('closing lets go of the capture put aside too', async () => {
  const { first, second } = await beginBeside()
  closeCapture()
  expect([first.ended, second.ended]).toEqual([true, true])
})

test('a capture that is not ready is not put aside', () => {
  const opening = begin('a')
  opening.listener.stage('parsed')
  expect(putAside()).toBe(false)
  expect(opening.ended).toBe(true)
})

test('a capture opened without its references says so until the next one', () => {
  void openCapture(new Blob([]), 'a', { available: null, shallowOnly: true })
  expect(heapStore.getState().shallowOnly).toBe(true)
  begin('b')
  expect(heapStore.getState().shallowOnly).toBe(false)
})

test('without a capture there is nobody to ask', async () => {
  await expect(ask('kinds')).rejects.toMatchObject({ code: 'cancelled' })
})

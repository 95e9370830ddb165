import { beforeEach, expect, test, vi } from 'vitest'
import { HeapError } from '#engine/base/error.ts'
import type { OpenListener } from '#protocol/worker.ts'
import { ask, closeCapture, heapStore, openCapture } from './heap-store.ts'

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

test('without a capture there is nobody to ask', async () => {
  await expect(ask('kinds')).rejects.toMatchObject({ code: 'cancelled' })
})

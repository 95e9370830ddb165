import { beforeEach, expect, test, vi } from 'vitest'
import { HeapError } from '#engine/base/error.ts'
import type { Saved, SaveListener, SaveRequest } from '#protocol/worker.ts'
import type { RecentCapture } from './recent-budget.ts'
import {
  forgetRecent,
  idFor,
  type Keepable,
  keepRecent,
  recentFile,
  recentStore,
  removeDamaged,
  stopKeeping,
} from './recent-store.ts'

interface Saving {
  readonly request: SaveRequest
  readonly listener: SaveListener
  readonly signal: AbortSignal
  readonly finish: (saved: Saved) => void
  readonly fail: (error: unknown) => void
}

const { kept, savings } = vi.hoisted(() => ({
  kept: new Map<string, RecentCapture>(),
  savings: [] as Saving[],
}))

vi.mock('../client/recent-files.ts', () => ({
  listKept: async () => [...kept.values()].sort((a, b) => b.opened - a.opened),
  tidyKept: async () => {},
  describe: (capture: RecentCapture) => kept.set(capture.id, capture),
  publish: async (_part: string, capture: RecentCapture) => void kept.set(capture.id, capture),
  readKept: async (id: string) => (kept.has(id) ? new File([`container ${id}`], id) : null),
  removeKept: async (id: string) => void kept.delete(id),
  whileAlone: (work: () => Promise<unknown>) => work(),
  withPart: (work: (part: string) => Promise<unknown>) => work('a.part'),
}))

const state = { shallowOnly: false }
/** A capture whose analysis is saved when the test says so. */
const capture: Keepable = {
  state,
  save: (request, listener, signal) =>
    new Promise<Saved>((finish, fail) => {
      signal.addEventListener('abort', () => fail(new HeapError('cancelled', 'Saving was cancelled.')))
      savings.push({ request, listener, signal, finish, fail })
    }),
}

const settled = () => new Promise((resolve) => setTimeout(resolve))
const keeping = (id: string) => recentStore.getState().keeping[id]
const whyRefused = (id: string) => {
  const now = keeping(id)
  return now?.state === 'refused' ? now.why : expect.unreachable('it is not refused')
}
const listed = () => recentStore.getState().captures?.map(({ id }) => id)

let count = 0
/** A file that no test had before. */
const fresh = (size = 5) => new File(['x'.repeat(size)], `${count++}.heapsnapshot`, { lastModified: 1 })

let quota: number
beforeEach(() => {
  kept.clear()
  savings.length = 0
  quota = 1000
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota }) } })
  recentStore.setState({ captures: null, keeping: {} })
  state.shallowOnly = false
})

/** Opens a file and lets its analysis be saved. @returns what addresses call it */
async function save(contentHash: string, bytes = 10, file = fresh()): Promise<string> {
  const id = idFor(file)
  const done = keepRecent(id, capture)
  await settled()
  savings.at(-1)?.finish({ contentHash, bytes })
  await done
  return id
}

test('an analysis is saved with what is known of it, and its address then leads to the container', async () => {
  const file = fresh(7)
  const id = idFor(file)
  expect((await recentFile(id))?.file).toBe(file)
  const done = keepRecent(id, capture)
  await settled()
  const [{ request, listener, finish } = expect.unreachable('nothing is saved')] = savings
  expect(request).toEqual({ part: 'a.part', most: 600 })
  listener.progress(0.5)
  expect(keeping(id)).toEqual({ state: 'saving', fraction: 0.5 })
  finish({ contentHash: 'a', bytes: 10 })
  await done
  listener.progress(0.6)
  expect(keeping(id)).toEqual({ state: 'kept' })
  expect(kept.get('a')).toMatchObject({ name: file.name, size: 7, kept: 10, addresses: [id] })
  for (const address of [id, 'a']) {
    const found = await recentFile(address)
    expect(await found?.file.text()).toBe('container a')
    expect(found).toMatchObject({ name: file.name, size: 7 })
  }
})

test('a file that is opened again is analysed anew, and takes the place of what was kept of it', async () => {
  const first = await save('a')
  const copy = fresh()
  const second = await save('a', 20, copy)
  expect(kept.size).toBe(1)
  expect(kept.get('a')).toMatchObject({ name: copy.name, kept: 20, addresses: [first, second] })
  expect(idFor(copy)).toBe(second)
  expect((await recentFile(second))?.file).toBe(copy)
})

test('opening what is kept only notes when', async () => {
  const id = await save('a')
  const before = kept.get('a')
  kept.set('a', { ...before, opened: 1 } as RecentCapture)
  await recentFile(id)
  await keepRecent(id, capture)
  expect(savings).toHaveLength(1)
  expect(kept.get('a')?.opened).toBeGreaterThan(1)
  expect(keeping(id)).toEqual({ state: 'kept' })
})

test('the ones not opened for longest make room, but not what is replaced', async () => {
  await save('a', 200)
  await save('b', 200)
  await save('c', 200)
  kept.forEach((entry, id) => kept.set(id, { ...entry, opened: id.codePointAt(0) ?? 0 }))
  await save('a', 250)
  expect([...kept.keys()].sort()).toEqual(['a', 'c'])
  expect(listed()).toEqual(['a', 'c'])
})

test('a worker that finds the disk full has the oldest deleted, while there is one', async () => {
  await save('a')
  const id = idFor(fresh())
  const done = keepRecent(id, capture)
  await settled()
  const { listener, fail } = savings.at(-1) ?? expect.unreachable()
  expect(await listener.makeRoom()).toBe(true)
  expect(kept.size).toBe(0)
  expect(await listener.makeRoom()).toBe(false)
  fail(new HeapError('too-big', 'It is too big.'))
  await done
  expect(keeping(id)).toMatchObject({ state: 'refused', why: 'It is too big.' })
})

test('what is stopped is neither kept nor refused, and is saved when it comes back', async () => {
  const id = idFor(fresh())
  const done = keepRecent(id, capture)
  await settled()
  stopKeeping()
  await done
  expect(keeping(id)).toBeUndefined()
  expect(kept.size).toBe(0)
  void keepRecent(id, capture)
  await settled()
  expect(savings).toHaveLength(2)
  stopKeeping()
})

test('of several captures opened together each is said to be kept', async () => {
  const first = await save('a')
  const second = await save('b')
  expect([keeping(first), keeping(second)]).toEqual([{ state: 'kept' }, { state: 'kept' }])
})

test('an analysis without references is not kept, and that is said', async () => {
  state.shallowOnly = true
  const id = idFor(fresh())
  await keepRecent(id, capture)
  expect(whyRefused(id)).toContain('without references')
  expect(savings).toEqual([])
})

test('a browser that keeps no files is told from a page that may not', async () => {
  const id = idFor(fresh())
  vi.stubGlobal('navigator', {})
  await keepRecent(id, capture)
  expect(whyRefused(id)).toContain('private window')
  vi.stubGlobal('isSecureContext', false)
  await keepRecent(id, capture)
  expect(whyRefused(id)).toContain('HTTPS')
})

test('what is forgotten is gone under every address', async () => {
  const id = await save('a')
  await forgetRecent(['a'])
  expect(await recentFile(id)).toBeNull()
  expect(await recentFile('a')).toBeNull()
})

test('what is damaged is deleted, and the file it came from is used while it is there', async () => {
  const file = fresh()
  const id = await save('a', 10, file)
  await recentFile(id)
  expect(await removeDamaged(id)).toBe(true)
  expect(kept.size).toBe(0)
  expect((await recentFile(id))?.file).toBe(file)
  expect(await removeDamaged(id)).toBe(false)
})

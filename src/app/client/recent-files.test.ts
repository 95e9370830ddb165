import { beforeEach, expect, test, vi } from 'vitest'
import type { RecentCapture } from '../state/recent-budget.ts'
import {
  describe as note,
  listKept,
  publish,
  readKept,
  removeEarlier,
  removeKept,
  tidyKept,
  whileAlone,
  withPart,
} from './recent-files.ts'

/** A folder of the origin-private file system, in memory: files are strings. */
class Folder {
  readonly files = new Map<string, string>()
  readonly folders = new Map<string, Folder>()
  /** Names that another worker still has open. */
  readonly busy = new Set<string>()
  canMove = true

  async getDirectoryHandle(name: string, { create = false } = {}) {
    if (!this.folders.has(name) && !create) throw new DOMException(name, 'NotFoundError')
    const folder = this.folders.get(name) ?? new Folder()
    this.folders.set(name, folder)
    return folder
  }

  async getFileHandle(name: string, { create = false } = {}) {
    if (!this.files.has(name) && !create) throw new DOMException(name, 'NotFoundError')
    this.files.set(name, this.files.get(name) ?? '')
    const move = async (folder: Folder, to: string) => {
      folder.files.set(to, this.files.get(name) ?? '')
      this.files.delete(name)
    }
    return {
      getFile: async () => new File([this.files.get(name) ?? ''], name),
      createWritable: async () => {
        let text = ''
        const write = (chunk: Uint8Array) => void (text += new TextDecoder().decode(chunk))
        return new WritableStream({ write, close: () => void this.files.set(name, text) })
      },
      ...(this.canMove && { move }),
    }
  }

  async removeEntry(name: string) {
    if (this.busy.delete(name)) throw new DOMException(name, 'NoModificationAllowedError')
    if (!this.files.delete(name) && !this.folders.delete(name)) throw new DOMException(name, 'NotFoundError')
  }

  async *keys() {
    yield* [...this.files.keys(), ...this.folders.keys()]
  }
}

/** Locks of one name are granted one after the other. */
class Locks {
  readonly held = new Map<string, Promise<unknown>>()

  async request(name: string, ...rest: unknown[]) {
    const work = rest.at(-1) as (lock: object | null) => Promise<unknown>
    const before = this.held.get(name)
    if (before && rest.length > 1) return work(null)
    const mine = Promise.resolve(before).then(() => work({}))
    const settled = mine.catch(() => {})
    this.held.set(name, settled)
    void settled.then(() => this.held.get(name) === settled && this.held.delete(name))
    return mine
  }
}

let root: Folder
let analyses: Folder
let stored: Record<string, unknown>

beforeEach(async () => {
  root = new Folder()
  analyses = await root.getDirectoryHandle('analyses', { create: true })
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => root }, locks: new Locks() })
  stored = Object.create({
    getItem: (key: string) => (Object.hasOwn(stored, key) ? stored[key] : null),
    setItem: (key: string, value: string) => void (stored[key] = value),
    removeItem: (key: string) => delete stored[key],
  }) as Record<string, unknown>
  vi.stubGlobal('localStorage', stored)
})

const idOf = (letter: string) => letter.repeat(64)

function capture(letter: string, opened = 1): RecentCapture {
  const id = idOf(letter)
  return { id, name: `${letter}.heapsnapshot`, size: 100, kept: 10, analysed: 1, opened, addresses: [] }
}

async function add(letter: string, opened = 1, text = letter): Promise<void> {
  await withPart(async (part) => {
    analyses.files.set(part, text)
    await publish(part, capture(letter, opened))
  })
}

const names = () => [...analyses.files.keys()]

test('what was published is listed, the one opened last first, and can be read', async () => {
  await add('a', 1)
  await add('b', 2)
  expect(await listKept()).toEqual([capture('b', 2), capture('a', 1)])
  expect(await (await readKept(idOf('a')))?.text()).toBe('a')
  expect(names()).toEqual([`${idOf('a')}.heapscope`, `${idOf('b')}.heapscope`])
})

test('the same content again takes the place of the one before, also where files cannot be renamed', async () => {
  await add('a', 1, 'old')
  analyses.canMove = false
  await add('a', 2, 'new')
  expect(await listKept()).toEqual([capture('a', 2)])
  expect(await (await readKept(idOf('a')))?.text()).toBe('new')
  expect(names()).toHaveLength(1)
})

test('nothing stays of a part that was not published, even if a worker lets go of it late', async () => {
  const failing = withPart(async (part) => {
    analyses.files.set(part, 'half')
    analyses.busy.add(part)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(names()).toEqual([])
})

test('what was deleted is neither listed nor read', async () => {
  await add('a')
  await removeKept(idOf('a'))
  expect(await listKept()).toEqual([])
  expect(await readKept(idOf('a'))).toBeNull()
  expect(Object.keys(stored)).toEqual([])
})

test('entries that make no sense are not listed, and tidying clears them away with what dead tabs left', async () => {
  await add('a')
  note(capture('b'))
  stored[`heapscope.recent.${idOf('c')}`] = 'no JSON'
  stored['heapscope.theme'] = 'dark'
  analyses.files.set('dead.part', 'half')
  analyses.files.set(`${idOf('d')}.heapscope`, 'nothing is known of it')
  expect(await listKept()).toEqual([capture('a')])
  await tidyKept()
  expect(names()).toEqual([`${idOf('a')}.heapscope`])
  expect(Object.keys(stored)).toEqual([`heapscope.recent.${idOf('a')}`, 'heapscope.theme'])
})

test('tidying leaves alone what another tab is writing or about to describe', async () => {
  await withPart(async (part) => {
    analyses.files.set(part, 'half')
    const described = whileAlone(async () => {
      analyses.files.set(`${idOf('a')}.heapscope`, 'whole')
      await new Promise((resolve) => setTimeout(resolve))
      note(capture('a'))
    })
    await Promise.resolve()
    await Promise.all([described, tidyKept()])
    expect(names()).toEqual([part, `${idOf('a')}.heapscope`])
  })
})

test('copies that earlier versions kept are deleted once', async () => {
  const earlier = await root.getDirectoryHandle('recent', { create: true })
  await earlier.getFileHandle('0123.capture', { create: true })
  expect(await removeEarlier()).toBe(true)
  expect([...root.folders.keys()]).toEqual(['analyses'])
  expect(await removeEarlier()).toBe(false)
})

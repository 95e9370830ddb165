import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { changeMyShare, forgetMyShare, linkOf, type MyShare, mySharesStore, putMyShare } from './my-shares.ts'

const SHARE: MyShare = {
  name: 'a1b2c3d4-0000',
  server: 'https://heap.example/',
  id: 'AbCdEfGhIjKlMnOpQrStUv',
  title: 'The cache',
  bytes: 1000,
  created: 1,
  days: 7,
  expires: null,
  key: 'A'.repeat(43),
  deletionToken: 'token',
  uploadUrl: null,
  done: true,
}

/** What browsers keep: keys are properties of it, methods are not listed. */
class FakeStorage {
  getItem(key: string): string | null {
    return (this as unknown as Record<string, string>)[key] ?? null
  }
  setItem(key: string, value: string): void {
    ;(this as unknown as Record<string, string>)[key] = value
  }
  removeItem(key: string): void {
    delete (this as unknown as Record<string, string>)[key]
  }
}

const names = () => mySharesStore.getState().shares.map(({ name }) => name)

beforeEach(() => mySharesStore.setState({ shares: [] }))
afterEach(() => vi.unstubAllGlobals())

describe('links made in this browser', () => {
  test('are kept, the newest first, beside what makes no sense', () => {
    const storage = new FakeStorage()
    storage.setItem('heapscope.share.damaged', '{')
    storage.setItem('heapscope.theme', 'dark')
    vi.stubGlobal('localStorage', storage)
    putMyShare(SHARE)
    putMyShare({ ...SHARE, name: 'e5f6a7b8-0000', created: 2 })
    expect(names()).toEqual(['e5f6a7b8-0000', 'a1b2c3d4-0000'])
    changeMyShare('a1b2c3d4-0000', { done: false })
    expect(mySharesStore.getState().shares[1]).toEqual({ ...SHARE, done: false })
    forgetMyShare('e5f6a7b8-0000')
    expect(names()).toEqual(['a1b2c3d4-0000'])
    expect(Object.keys(storage)).toContain('heapscope.share.a1b2c3d4-0000')
    expect(Object.keys(storage)).not.toContain('heapscope.share.e5f6a7b8-0000')
  })

  test('are known for as long as the tab is where the browser keeps nothing', () => {
    vi.stubGlobal('localStorage', undefined)
    putMyShare(SHARE)
    changeMyShare(SHARE.name, { title: 'Another' })
    expect(mySharesStore.getState().shares).toEqual([{ ...SHARE, title: 'Another' }])
    forgetMyShare(SHARE.name)
    expect(names()).toEqual([])
  })

  test('have an address once the server has taken them on', () => {
    expect(linkOf(SHARE)).toBe(`https://heap.example/s/AbCdEfGhIjKlMnOpQrStUv#k=${'A'.repeat(43)}`)
    expect(linkOf({ ...SHARE, id: null })).toBeNull()
  })
})

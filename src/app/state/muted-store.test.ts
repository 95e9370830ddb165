import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { readMuted } from '../client/muted-findings.ts'
import { followMuted, mute, mutedOf, mutedStore, receiveMuted, unmute } from './muted-store.ts'
import { DEFAULT_PLACE } from './place.ts'
import { go } from './place-store.ts'
import type { RecentCapture } from './recent-budget.ts'
import { recentStore } from './recent-store.ts'

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

const entry = (id: string, addresses: readonly string[]): RecentCapture => ({
  id,
  name: id,
  size: 1,
  kept: 1,
  analysed: 1,
  opened: 1,
  addresses,
})
const reasons = (source: string) => mutedOf(source).map(({ key, reason }) => `${key}: ${reason}`)

beforeEach(() => {
  vi.stubGlobal('localStorage', new FakeStorage())
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('location', { pathname: '/' })
  recentStore.setState({ captures: null })
  mutedStore.setState({ kept: new Map(), sent: new Map() })
  go({ ...DEFAULT_PLACE, source: 'recent:1a2b3c4d' })
})
afterEach(() => vi.unstubAllGlobals())

describe('muted findings', () => {
  test('are those of one capture, with the reason given last, until they are unmuted', () => {
    mute('rule/a', 'wanted')
    mute('rule/b', 'planned')
    mute('rule/a', 'bounded')
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/b: planned', 'rule/a: bounded'])
    expect(reasons('sample:other')).toEqual([])
    unmute('rule/b')
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/a: bounded'])
    unmute('rule/a')
    expect(readMuted().size).toBe(0)
  })

  test('go with the content of the capture as soon as its hash is known, and are let go with its analysis', () => {
    followMuted()
    mute('rule/a', 'wanted')
    recentStore.setState({ captures: [entry('hash', ['1a2b3c4d'])] })
    expect([...readMuted().keys()]).toEqual(['hash'])
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/a: wanted'])
    // The same file, opened once more.
    recentStore.setState({ captures: [entry('hash', ['1a2b3c4d', '5e6f7a8b'])] })
    expect(reasons('recent:5e6f7a8b')).toEqual(['rule/a: wanted'])
    recentStore.setState({ captures: [] })
    expect(readMuted().size).toBe(0)
  })

  test('that were sent along are muted here too, until that is changed here', () => {
    receiveMuted('recent:1a2b3c4d', [{ key: 'rule/a', reason: 'known', when: 1 }])
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/a: known'])
    unmute('rule/a')
    expect(reasons('recent:1a2b3c4d')).toEqual([])
    receiveMuted('recent:1a2b3c4d', [{ key: 'rule/a', reason: 'known', when: 1 }])
    expect(reasons('recent:1a2b3c4d')).toEqual([])
  })

  test('that make no sense in the storage are left out', () => {
    localStorage.setItem('heapscope.muted.a', '{')
    localStorage.setItem('heapscope.muted.b', '[{"key": 1}]')
    expect(readMuted().size).toBe(0)
  })

  test('are known for as long as the tab is where the browser keeps nothing', () => {
    vi.stubGlobal('localStorage', undefined)
    mute('rule/a', 'wanted')
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/a: wanted'])
  })
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { libraryLists } from './libraries.ts'
import { mute, mutedLists } from './muted-store.ts'
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
/** What the storage has under names of analyses. */
const mutedKept = () =>
  new Map(Object.entries(localStorage).map(([key, value]) => [key.replace('heapscope.muted.', ''), value]))
const reasons = (source: string) => mutedLists.of(source).map(({ key, reason }) => `${key}: ${reason}`)

beforeEach(() => {
  vi.stubGlobal('localStorage', new FakeStorage())
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('location', { pathname: '/' })
  recentStore.setState({ captures: null })
  mutedLists.store.setState({ kept: new Map(), sent: new Map() })
  libraryLists.store.setState({ kept: new Map(), sent: new Map() })
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
    mutedLists.remove('rule/b')
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/a: bounded'])
    mutedLists.remove('rule/a')
    expect(mutedKept().size).toBe(0)
  })

  test('go with the content of the capture as soon as its hash is known, and are let go with its analysis', () => {
    mutedLists.follow()
    mute('rule/a', 'wanted')
    recentStore.setState({ captures: [entry('hash', ['1a2b3c4d'])] })
    expect([...mutedKept().keys()]).toEqual(['hash'])
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/a: wanted'])
    // The same file, opened once more.
    recentStore.setState({ captures: [entry('hash', ['1a2b3c4d', '5e6f7a8b'])] })
    expect(reasons('recent:5e6f7a8b')).toEqual(['rule/a: wanted'])
    recentStore.setState({ captures: [] })
    expect(mutedKept().size).toBe(0)
  })

  test('that were sent along are muted here too, until that is changed here', () => {
    mutedLists.receive('recent:1a2b3c4d', [{ key: 'rule/a', reason: 'known', when: 1 }])
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/a: known'])
    mutedLists.remove('rule/a')
    expect(reasons('recent:1a2b3c4d')).toEqual([])
    mutedLists.receive('recent:1a2b3c4d', [{ key: 'rule/a', reason: 'known', when: 1 }])
    expect(reasons('recent:1a2b3c4d')).toEqual([])
  })

  test('that make no sense in the storage are left out', () => {
    localStorage.setItem('heapscope.muted.a', '{')
    localStorage.setItem('heapscope.muted.b', '[{"key": 1}]')
    mutedLists.follow()
    expect(mutedLists.store.getState().kept.size).toBe(0)
  })

  test('are known for as long as the tab is where the browser keeps nothing', () => {
    vi.stubGlobal('localStorage', undefined)
    mute('rule/a', 'wanted')
    expect(reasons('recent:1a2b3c4d')).toEqual(['rule/a: wanted'])
  })
})

describe('library patterns', () => {
  const HERE = 'recent:1a2b3c4d'

  test('are those of one capture, in their order, each once, until they are removed', () => {
    for (const part of ['/charts/', 'shop.orm', '/charts/']) libraryLists.add(part)
    expect(libraryLists.of(HERE)).toEqual(['shop.orm', '/charts/'])
    expect(libraryLists.of('sample:other')).toEqual([])
    libraryLists.remove('shop.orm')
    expect(libraryLists.of(HERE)).toEqual(['/charts/'])
  })

  test('go with the content of the capture, apart from what is muted', () => {
    mutedLists.follow()
    libraryLists.follow()
    mute('rule/a', 'wanted')
    libraryLists.add('/charts/')
    recentStore.setState({ captures: [entry('hash', ['1a2b3c4d'])] })
    expect(localStorage.getItem('heapscope.libraries.hash')).toBe('["/charts/"]')
    expect(libraryLists.of(HERE)).toEqual(['/charts/'])
    expect(reasons(HERE)).toEqual(['rule/a: wanted'])
  })

  test('that were sent along hold here too, until they are changed here', () => {
    libraryLists.receive(HERE, ['/charts/'])
    expect(libraryLists.of(HERE)).toEqual(['/charts/'])
    libraryLists.remove('/charts/')
    expect(libraryLists.of(HERE)).toEqual([])
  })
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DEFAULT_PLACE } from '../state/place.ts'
import { currentPlace, go, placeStore } from '../state/place-store.ts'
import { shareStore } from '../state/share-store.ts'
import { followAddress, type AddressBar } from './address.ts'

const LINK = '/tools/s/AbCdEfGhIjKlMnOpQrStUv'
const KEY = `k=${'A'.repeat(43)}`

/** A history of whole addresses, with a position in it. */
class FakeBar extends EventTarget {
  entries: string[]
  at = 0
  reload = vi.fn<() => void>()
  history = {
    pushState: (_state: unknown, _title: string, url: string) => {
      this.entries = [...this.entries.slice(0, this.at + 1), new URL(url, this.url).href]
      this.at += 1
    },
    replaceState: (_state: unknown, _title: string, url: string) => {
      this.entries[this.at] = new URL(url, this.url).href
    },
  }

  constructor(path: string) {
    super()
    this.entries = [`https://heap.example${path}`]
  }

  get url() {
    return this.entries[this.at]!
  }

  get location() {
    const { hash, pathname, search, origin } = new URL(this.url)
    return { hash, pathname, search, origin, reload: this.reload }
  }

  move(steps: number) {
    this.at += steps
    this.dispatchEvent(new Event('popstate'))
  }
}

let bar: FakeBar
let stop: () => void

function openAt(path: string): void {
  bar = new FakeBar(path)
  stop = followAddress(bar as unknown as AddressBar)
}

beforeEach(() => {
  placeStore.setState({ place: DEFAULT_PLACE, step: 'none' })
  shareStore.setState({ link: null })
})
afterEach(() => stop())

test('the address of a place in a shared capture keeps the link and its key in front', () => {
  openAt(`${LINK}#${KEY}`)
  expect(shareStore.getState().link).toEqual({
    server: 'https://heap.example/tools/',
    id: 'AbCdEfGhIjKlMnOpQrStUv',
    fragment: KEY,
  })
  go({ source: 'share:0', view: 'classes' }, 'replace')
  expect(bar.entries).toEqual([`https://heap.example${LINK}#${KEY}&v=1&source=share:0&view=classes`])
  go({ selected: 7 })
  expect(bar.url).toBe(`https://heap.example${LINK}#${KEY}&v=1&source=share:0&view=classes&selected=@7`)
})

test('such an address brings back its place', () => {
  openAt(`${LINK}#${KEY}&v=1&source=share:1&view=strings`)
  expect(currentPlace()).toMatchObject({ source: 'share:1', view: 'strings', options: {} })
})

test('another capture leaves the link, and going back returns to it', () => {
  openAt(`${LINK}#${KEY}&v=1&source=share:0`)
  go({ ...DEFAULT_PLACE, source: 'recent:abc' })
  expect(bar.url).toBe('https://heap.example/tools/#v=1&source=recent:abc')
  bar.move(-1)
  expect(currentPlace().source).toBe('share:0')
  go(DEFAULT_PLACE)
  expect(bar.url).toBe('https://heap.example/tools/')
  expect(bar.reload).not.toHaveBeenCalled()
})

test('a key that was mended in the address bar loads the page again', () => {
  openAt(`${LINK}#k=tooShort`)
  bar.history.replaceState(null, '', `${LINK}#${KEY}`)
  bar.dispatchEvent(new Event('hashchange'))
  expect(bar.reload).toHaveBeenCalledOnce()
})

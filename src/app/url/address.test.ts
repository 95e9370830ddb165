import { afterEach, beforeEach, expect, test } from 'vitest'
import { DEFAULT_PLACE } from '../state/place.ts'
import { currentPlace, go, placeStore } from '../state/place-store.ts'
import { followAddress, type AddressBar } from './address.ts'

/** A history of addresses with a position in it, as a browser keeps one. */
class FakeBar extends EventTarget {
  entries = ['/app/']
  at = 0
  history = {
    pushState: (_state: unknown, _title: string, url: string) => {
      this.entries = [...this.entries.slice(0, this.at + 1), url]
      this.at += 1
    },
    replaceState: (_state: unknown, _title: string, url: string) => {
      this.entries[this.at] = url
    },
  }

  get location() {
    const entry = this.entries[this.at] ?? ''
    return { hash: entry.startsWith('#') ? entry : '', pathname: '/app/', search: '' }
  }

  move(steps: number) {
    this.at += steps
    this.dispatchEvent(new Event('popstate'))
  }
}

let bar: FakeBar
let stop: () => void

beforeEach(() => {
  placeStore.setState({ place: DEFAULT_PLACE, step: 'none' })
  bar = new FakeBar()
  stop = followAddress(bar as unknown as AddressBar)
})
afterEach(() => stop())

test('moving pushes an address, and going back moves back', () => {
  go({ view: 'classes' })
  go({ selected: 7 })
  expect(bar.entries).toEqual(['/app/', '#v=1&view=classes', '#v=1&view=classes&selected=@7'])
  bar.move(-1)
  expect(currentPlace()).toMatchObject({ view: 'classes', selected: null })
  bar.move(1)
  expect(currentPlace().selected).toBe(7)
})

test('typing a filter replaces the address instead of filling the history', () => {
  go({ view: 'classes' })
  for (const filter of ['S', 'Se', 'Ses']) go({ filter }, 'replace')
  expect(bar.entries).toEqual(['/app/', '#v=1&view=classes&filter=Ses'])
})

test('back to the default place is the address without a fragment', () => {
  go({ view: 'classes' })
  go(DEFAULT_PLACE)
  expect(bar.entries.at(-1)).toBe('/app/')
})

test('a move to where one is adds nothing to the history', () => {
  go({ view: 'overview' })
  expect(bar.entries).toHaveLength(1)
})

test('who may hand captures in stays in front of every place', () => {
  stop()
  bar.entries = ['#embedder=https://ci.example&v=1&view=classes']
  bar.at = 0
  stop = followAddress(bar as unknown as AddressBar)
  expect(currentPlace()).toMatchObject({ view: 'classes', options: {} })
  go({ filter: 'x' })
  go(DEFAULT_PLACE)
  expect(bar.entries).toEqual([
    '#embedder=https://ci.example&v=1&view=classes',
    '#embedder=https://ci.example&v=1&view=classes&filter=x',
    '#embedder=https://ci.example',
  ])
  bar.move(-1)
  expect(currentPlace()).toMatchObject({ view: 'classes', filter: 'x' })
})

test('an address that is there at the start decides the place', () => {
  stop()
  bar.entries = ['#v=1&view=classes&filter=x']
  stop = followAddress(bar as unknown as AddressBar)
  expect(currentPlace()).toMatchObject({ view: 'classes', filter: 'x' })
})

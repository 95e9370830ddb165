import { beforeEach, describe, expect, test } from 'vitest'
import { HeapError } from '#engine/base/error.ts'
import { type Delivery, listenToEmbedder, type MessageSide } from './embedder.ts'

/** Another window, and what it was told. */
class Other {
  readonly told: { readonly said: unknown; readonly targetOrigin: string }[] = []
  postMessage(said: unknown, { targetOrigin }: { readonly targetOrigin: string }) {
    this.told.push({ said, targetOrigin })
  }
}

class Side extends EventTarget {
  parent: unknown = this
  opener: unknown = null

  /** A message as the browser hands it out. */
  hear(data: unknown, source: unknown, origin = 'https://ci.example') {
    this.dispatchEvent(Object.assign(new Event('message'), { data, source, origin }))
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))
const said = (other: Other) => other.told.map((one) => one.said)

let side: Side
let opener: Other
let deliveries: { readonly delivery: Delivery; readonly origin: string; readonly isNamed: boolean }[]
let failure: Error | null

beforeEach(() => {
  side = new Side()
  opener = new Other()
  side.opener = opener
  deliveries = []
  failure = null
})

const listen = (named: string | null = null) =>
  listenToEmbedder(side as unknown as MessageSide, named, {
    open: async (delivery, origin, isNamed) => {
      deliveries.push({ delivery, origin, isNamed })
      if (failure) throw failure
    },
  })

const buffer = new ArrayBuffer(3)
const one = { heapscope: { buffer, title: 'Run 812' } }

describe('the page that opened this one', () => {
  test('is answered, and told when what it handed in is open', async () => {
    listen()
    side.hear('PING', opener)
    side.hear(one, opener)
    await settled()
    expect(opener.told).toEqual([
      { said: 'PONG', targetOrigin: 'https://ci.example' },
      { said: { heapscope: { opened: true } }, targetOrigin: 'https://ci.example' },
    ])
    expect(deliveries).toEqual([
      {
        delivery: { captures: [{ buffer, title: 'Run 812' }], place: '' },
        origin: 'https://ci.example',
        isNamed: false,
      },
    ])
  })

  test('may hand in several, as buffers or blobs, and say where to begin', async () => {
    listen()
    const captures = [
      { buffer, title: 'before' },
      { buffer: new Blob(['x']), title: 'after', fileName: 'after.heapsnapshot' },
    ]
    side.hear({ heapscope: { captures, place: '#v=1&source=share:1' } }, opener)
    await settled()
    expect(deliveries[0]?.delivery).toEqual({ captures, place: '#v=1&source=share:1' })
  })

  test('is told why it could not be opened, in a code and a sentence', async () => {
    listen()
    failure = new HeapError('empty', 'The file is empty.')
    side.hear(one, opener)
    await settled()
    failure = new Error('Session 17 of user 3')
    side.hear(one, opener)
    await settled()
    expect(said(opener)).toEqual([
      { heapscope: { error: 'empty', message: 'The file is empty.' } },
      { heapscope: { error: 'unreadable', message: 'It could not be opened.' } },
    ])
  })

  test.each([
    ['nothing', {}, /^The message does not say what to open: buffer: /],
    ['a text', 'open', /does not say what to open/],
    ['null', null, /does not say what to open/],
    ['bytes that are none', { buffer: 'abc', title: 'x' }, /buffer: /],
    ['no title', { buffer, title: '' }, /title: /],
    ['something unknown', { buffer, title: 'x', run: 'alert(1)' }, /run/],
    ['no captures', { captures: [] }, /captures: /],
    ['one wrong of several', { captures: [{ buffer, title: 'x' }, { buffer }] }, /captures\.1\.title: /],
    ['a place that is none', { captures: [{ buffer, title: 'x' }], place: 7 }, /place: /],
  ])('is told what is wrong with a message of %s', async (_, heapscope, sentence) => {
    listen()
    side.hear({ heapscope }, opener)
    await settled()
    expect(said(opener)).toHaveLength(1)
    expect(said(opener)[0]).toHaveProperty('heapscope.error', 'bad-message')
    expect(said(opener)[0]).toHaveProperty('heapscope.message', expect.stringMatching(sentence))
    expect(deliveries).toEqual([])
  })

  test('is not answered where it says something else', async () => {
    listen()
    for (const data of ['ping', 7, null, undefined, { type: 'webpackOk' }, [one]]) side.hear(data, opener)
    await settled()
    expect(opener.told).toEqual([])
  })

  test('without an origin of its own is answered all the same', () => {
    listen()
    side.hear('PING', opener, 'null')
    expect(opener.told).toEqual([{ said: 'PONG', targetOrigin: '*' }])
  })
})

test('the page that frames this one is heard as well', () => {
  const parent = new Other()
  side.parent = parent
  listen()
  side.hear('PING', parent)
  expect(said(parent)).toEqual(['PONG'])
})

test('nobody else is heard: not a frame, not another window, not the page itself', async () => {
  listen()
  const frame = new Other()
  for (const source of [frame, side, null]) {
    side.hear('PING', source)
    side.hear(one, source)
  }
  await settled()
  expect(frame.told).toEqual([])
  expect(deliveries).toEqual([])
})

describe('where the address names an origin', () => {
  test('it alone is heard', async () => {
    listen('https://ci.example')
    side.hear('PING', opener, 'https://evil.example')
    side.hear(one, opener, 'https://evil.example')
    side.hear('PING', opener, 'http://ci.example')
    side.hear('PING', opener, 'https://ci.example:8443')
    await settled()
    expect(opener.told).toEqual([])
    side.hear(one, opener)
    await settled()
    expect(deliveries).toMatchObject([{ origin: 'https://ci.example', isNamed: true }])
  })

  test.each(['null', '*', 'ci.example', 'https://'])('%s names nobody', async (named) => {
    listen(named)
    for (const origin of ['null', 'https://ci.example']) side.hear(one, opener, origin)
    await settled()
    expect(deliveries).toEqual([])
  })
})

test('once it stops, nobody is heard', () => {
  listen()()
  side.hear('PING', opener)
  expect(opener.told).toEqual([])
})

import { expect, test, vi } from 'vitest'
import type { Page } from '#engine/model/rows.ts'
import { PagedList } from './paged-list.ts'

/** A list of the numbers below `total`, which notes what it was asked. */
function numbers(total: number) {
  const asked: [number, number][] = []
  const fetch = async (start: number, end: number): Promise<Page<number>> => {
    asked.push([start, end])
    const rows = Array.from({ length: Math.max(0, Math.min(end, total) - start) }, (_, i) => start + i)
    return { start, rows, total, all: total * 2 }
  }
  return { asked, fetch }
}

const nothing = () => {}
const settle = () => new Promise((resolve) => setImmediate(resolve))

test('rows are asked for in whole blocks, and once', async () => {
  const { asked, fetch } = numbers(1000)
  const list = new PagedList({ fetch, changed: nothing, blockSize: 100 })
  list.want(150, 220)
  list.want(150, 220)
  await settle()
  list.want(150, 250)
  expect(asked).toEqual([
    [100, 200],
    [200, 300],
  ])
  expect(list.row(150)).toBe(150)
  expect(list.row(299)).toBe(299)
  expect(list.row(300)).toBeUndefined()
  expect([list.total, list.all]).toEqual([1000, 2000])
})

test('rows near those on screen are asked for before anybody looks for them, and their coming changes nothing', async () => {
  const { asked, fetch } = numbers(1000)
  const changed = vi.fn<() => void>()
  const list = new PagedList({ fetch, changed, blockSize: 100 })
  list.want(0, 40)
  await settle()
  expect(changed).toHaveBeenCalledOnce()
  list.want(20, 60)
  await settle()
  expect([asked.at(-1), list.row(150), changed.mock.calls.length]).toEqual([[100, 200], 150, 1])
})

test('an answer is announced where rows were looked for before it came, though nobody had wanted them yet', async () => {
  const changed = vi.fn<() => void>()
  const list = new PagedList({ fetch: numbers(1000).fetch, changed, blockSize: 100 })
  list.want(0, 40)
  await settle()
  list.want(20, 60)
  expect(list.row(110)).toBeUndefined()
  await settle()
  expect([list.row(110), changed.mock.calls.length]).toEqual([110, 2])
})

test('nothing is asked for past the end once the length is known', async () => {
  const { asked, fetch } = numbers(120)
  const list = new PagedList({ fetch, changed: nothing, blockSize: 100 })
  list.want(0, 10)
  await settle()
  list.want(0, 900)
  expect(asked).toEqual([
    [0, 100],
    [100, 200],
  ])
})

test('an answer is announced', async () => {
  const changed = vi.fn<() => void>()
  const list = new PagedList({ fetch: numbers(5).fetch, changed })
  list.want(0, 5)
  expect(changed).not.toHaveBeenCalled()
  await settle()
  expect(changed).toHaveBeenCalledOnce()
})

test('a block that failed is an error, and asked for again only on request', async () => {
  let fail = true
  const list = new PagedList<number>({
    fetch: async (start) => {
      if (fail) throw new Error('no worker')
      return { start, rows: [7], total: 1, all: 1 }
    },
    changed: nothing,
  })
  list.want(0, 1)
  await settle()
  expect(list.error).toEqual(new Error('no worker'))
  fail = false
  list.want(0, 1)
  await settle()
  expect(list.row(0)).toBeUndefined()
  list.retry()
  list.want(0, 1)
  await settle()
  expect([list.error, list.row(0)]).toEqual([null, 7])
})

test('the blocks that were on screen longest ago are dropped', async () => {
  const { fetch } = numbers(100_000)
  const list = new PagedList({ fetch, changed: nothing, blockSize: 10 })
  list.want(0, 10)
  for (let i = 1; i < 100; i++) {
    list.want(i * 10, i * 10 + 10)
    await settle()
  }
  expect(list.row(5)).toBeUndefined()
  expect(list.row(995)).toBe(995)
})

test('answers that come after stopping are ignored', async () => {
  const changed = vi.fn<() => void>()
  const list = new PagedList({ fetch: numbers(5).fetch, changed })
  list.want(0, 5)
  list.stop()
  await settle()
  expect(changed).not.toHaveBeenCalled()
  expect(list.row(0)).toBeUndefined()
})

test('a row is found by its key once it was seen, and seeking sees block after block', async () => {
  const { asked, fetch } = numbers(25)
  const list = new PagedList({ fetch, changed: nothing, blockSize: 10, keyOf: (row) => `n${row}` })
  expect(list.placeOf('n23')).toBeUndefined()
  for (let i = 0; i < 10; i++) {
    list.seek()
    await settle()
  }
  expect(list.placeOf('n23')).toEqual({ index: 23, row: 23 })
  expect(asked).toEqual([
    [0, 10],
    [10, 20],
    [20, 30],
  ])
})
